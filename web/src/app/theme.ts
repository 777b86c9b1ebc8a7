/** Look: system fonts, 14 px, neutral greys, one accent. Colours with a meaning are in tokens.css. */
import { type CSSVariablesResolver, createTheme, type MantineColorsTuple } from '@mantine/core'

const teal: MantineColorsTuple = [
  '#ecfdfa',
  '#cdf7ef',
  '#9becdf',
  '#5fdccb',
  '#2fc5b4',
  '#17a899',
  '#0d8076',
  '#0f6e66',
  '#115752',
  '#134844',
]
const gray: MantineColorsTuple = [
  '#f8f9f9',
  '#f1f2f3',
  '#e6e8e9',
  '#d8dbdd',
  '#c3c7ca',
  '#9aa0a4',
  '#6b7177',
  '#4b5055',
  '#33373b',
  '#1d2023',
]
const dark: MantineColorsTuple = [
  '#e4e6e8',
  '#c4c8cc',
  '#a2a8ae',
  '#7d848b',
  '#464c52',
  '#363b40',
  '#272b2f',
  '#191c1f',
  '#131517',
  '#0c0e0f',
]
const red: MantineColorsTuple = [
  '#fef3f2',
  '#fde6e4',
  '#fccbc7',
  '#f9a29b',
  '#f3766c',
  '#e5484d',
  '#cd2b31',
  '#b42318',
  '#8f1c13',
  '#6f1a14',
]

export const theme = createTheme({
  primaryColor: 'teal',
  primaryShade: { light: 7, dark: 6 },
  colors: { teal, gray, dark, red },
  fontFamily:
    'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Noto Sans", "Liberation Sans", Arial, sans-serif',
  fontFamilyMonospace:
    'ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", "DejaVu Sans Mono", monospace',
  fontSizes: { xs: '12px', sm: '13px', md: '14px', lg: '16px', xl: '20px' },
  lineHeights: { xs: '1.35', sm: '1.4', md: '1.45', lg: '1.5', xl: '1.4' },
  spacing: { xs: '4px', sm: '8px', md: '12px', lg: '16px', xl: '24px' },
  radius: { xs: '3px', sm: '4px', md: '6px', lg: '8px', xl: '12px' },
  defaultRadius: 'md',
  headings: {
    fontWeight: '600',
    sizes: { h1: { fontSize: '20px' }, h2: { fontSize: '16px' }, h3: { fontSize: '14px' }, h4: { fontSize: '14px' } },
  },
  respectReducedMotion: true,
  cursorType: 'pointer',
  components: {
    InputWrapper: { styles: { label: { marginBottom: 4, fontWeight: 600 } } },
    Button: { defaultProps: { size: 'xs', fz: 'sm' } },
    ActionIcon: { defaultProps: { variant: 'subtle', color: 'gray', size: 28 } },
    TextInput: { defaultProps: { size: 'sm' } },
    PasswordInput: { defaultProps: { size: 'sm' } },
    Select: { defaultProps: { size: 'sm', comboboxProps: { shadow: 'md' } } },
    Textarea: { defaultProps: { size: 'sm' } },
    Checkbox: { defaultProps: { size: 'xs' } },
    Switch: { defaultProps: { size: 'sm' } },
    Menu: { defaultProps: { shadow: 'md', position: 'bottom-end' } },
    Popover: { defaultProps: { shadow: 'md' } },
    Drawer: { defaultProps: { closeButtonProps: { 'aria-label': 'Close' } } },
    Modal: {
      defaultProps: {
        centered: true,
        transitionProps: { duration: 120 },
        overlayProps: { backgroundOpacity: 0.4 },
        closeButtonProps: { 'aria-label': 'Close' },
      },
      styles: { title: { fontSize: 16, fontWeight: 600 } },
    },
    Tooltip: { defaultProps: { openDelay: 400, withArrow: true, multiline: true } },
    SegmentedControl: { defaultProps: { size: 'xs' } },
    Badge: { defaultProps: { variant: 'light', tt: 'none', fw: 400, radius: 'sm' } },
  },
})

/** Corrections of Mantine's own variables, for a contrast of 4.5:1 and our greys. */
export const variables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-body': '#ffffff',
    '--mantine-color-text': '#1d2023',
    '--mantine-color-dimmed': '#5b6167',
    '--mantine-color-placeholder': '#6b7177',
    '--mantine-color-error': '#b42318',
    '--mantine-color-default-border': '#d8dbdd',
  },
  dark: {
    '--mantine-color-body': '#191c1f',
    '--mantine-color-text': '#e4e6e8',
    '--mantine-color-dimmed': '#a2a8ae',
    '--mantine-color-placeholder': '#8d949b',
    '--mantine-color-error': '#ff8f85',
    '--mantine-color-default': '#22262a',
    '--mantine-color-default-hover': '#2b3035',
    '--mantine-color-default-border': '#3b4146',
  },
})
