import type { ExportFormat } from "#domain/calls";

/** A browser that may not write to disk keeps the file in memory until it is whole; not more than this. */
const MEMORY_BYTES_MAX = 64 * 1024 * 1024;

/** Where the bytes of a file go. */
export interface FilePlace {
  write: (bytes: Uint8Array<ArrayBuffer>) => Promise<void>;
  finish: () => Promise<void>;
  /** Leaves nothing behind that could be taken for the file. */
  discard: () => Promise<void>;
}

/** The file is larger than this browser can hold before it saves it. */
export class TooLargeForMemory extends Error {
  override readonly name = "TooLargeForMemory";
}

interface PickedFile extends FileSystemFileHandle {
  remove?: () => Promise<void>;
}

type Picker = (options: {
  suggestedName: string;
  types: { description: string; accept: Record<string, string[]> }[];
}) => Promise<PickedFile>;

const kinds: Record<ExportFormat, { description: string; mime: string }> = {
  csv: { description: "CSV", mime: "text/csv" },
  json: { description: "JSON", mime: "application/json" },
  ndjson: { description: "JSON lines", mime: "application/x-ndjson" },
};

/** Asks where to save it, or holds it in memory where the browser cannot ask. Null when the person would rather not. */
export async function openPlace(name: string, format: ExportFormat): Promise<FilePlace | null> {
  const picker = (window as { showSaveFilePicker?: Picker }).showSaveFilePicker;
  if (picker === undefined) return inMemory(name, kinds[format].mime);
  const { description, mime } = kinds[format];
  try {
    const types = [{ description, accept: { [mime]: [`.${format}`] } }];
    return await onDisk(await picker.call(window, { suggestedName: name, types }));
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") return null;
    throw error;
  }
}

async function onDisk(file: PickedFile): Promise<FilePlace> {
  // What is written takes the file's place only when it is closed.
  const wasThere = (await file.getFile()).size > 0;
  const writing = await file.createWritable();
  return {
    write: (bytes) => writing.write(bytes),
    finish: () => writing.close(),
    async discard() {
      await writing.abort();
      if (!wasThere) await file.remove?.();
    },
  };
}

function inMemory(name: string, mime: string): FilePlace {
  let parts: Uint8Array<ArrayBuffer>[] = [];
  let length = 0;
  return {
    async write(bytes) {
      length += bytes.length;
      if (length > MEMORY_BYTES_MAX) throw new TooLargeForMemory();
      parts.push(bytes);
    },
    async finish() {
      const address = URL.createObjectURL(new Blob(parts, { type: mime }));
      followLink(address, name);
      // The download has been taken over by then.
      setTimeout(() => URL.revokeObjectURL(address), 60_000);
    },
    async discard() {
      parts = [];
    },
  };
}

/** Has the browser itself download what is at the address. */
export function followLink(address: string, name: string): void {
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
}
