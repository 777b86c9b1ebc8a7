/** Files out of a drop or a picker, folders walked through, each with its path. */
export interface Named {
  name: string
  file: File
}

async function walk(entry: FileSystemEntry, before: string, found: Named[]): Promise<void> {
  const name = before ? `${before}/${entry.name}` : entry.name
  if (entry.isFile) {
    const file = await new Promise<File>((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject))
    found.push({ name, file })
    return
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader()
  for (;;) {
    // A reader gives at most a hundred at a time.
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject))
    if (some.length === 0) return
    for (const one of some) await walk(one, name, found)
  }
}

export async function dropped(data: DataTransfer): Promise<Named[]> {
  // Entries have to be taken before the first await: the drop is forgotten after it.
  const entries = [...data.items].flatMap((item) => item.webkitGetAsEntry?.() ?? [])
  if (entries.length === 0) return [...data.files].map((file) => ({ name: file.name, file }))
  const found: Named[] = []
  for (const entry of entries) await walk(entry, '', found)
  return found
}

export function picked(list: FileList | null): Named[] {
  return [...(list ?? [])].map((file) => ({ name: file.webkitRelativePath || file.name, file }))
}
