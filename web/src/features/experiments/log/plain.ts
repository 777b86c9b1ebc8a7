/** A line as text: without the colours and cursor moves that were meant for a terminal. */
export function plain(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
  const bare = text.replaceAll(/\u001b\[[0-9;?]*[ -/]*[@-~]|\u001b\][^\u0007]*\u0007|\u001b[@-Z\\-_]/g, '')
  // What a carriage return has drawn over is not there any more.
  const last = bare.lastIndexOf('\r')
  const shown = last >= 0 && last < bare.length - 1 ? bare.slice(last + 1) : bare.replace(/\r$/, '')
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
  return shown.replaceAll(/[\u0000-\u0008\u000b-\u001f\u007f]/g, '')
}
