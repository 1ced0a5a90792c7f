// What files are called that a form names by their references ("sha256:HEX"): the item says it of those that it names,
// the server of those that the person has uploaded, in this window or another.
import { useEffect, useState } from 'preact/hooks';
import { type Attachments, type FileInfo, getOrNull } from './api';

const reference = /^sha256:[0-9a-f]{64}$/;
const known = new Map<string, FileInfo>();
const asked = new Map<string, Promise<void>>();

export function isFile(text: string): boolean {
  return reference.test(text);
}

export function rememberFiles(attachments: Attachments | undefined): void {
  Object.entries(attachments ?? {}).forEach(([file, info]) => known.set(file, info));
}

// Once, whoever waits for it; again only if the server could not be reached.
function ask(file: string): Promise<void> {
  const answer =
    asked.get(file) ??
    getOrNull<FileInfo>(`/api/v1/attachments/${file.slice(7)}`).then(
      (info) => void (info && known.set(file, info)),
      () => void asked.delete(file),
    );
  asked.set(file, answer);
  return answer;
}

// What is known of the files among the values; asks for the rest.
export function useFiles(values: string[]): (file: string) => FileInfo | undefined {
  const [, redraw] = useState({});
  useEffect(() => {
    for (const file of values) {
      if (isFile(file) && !known.has(file)) void ask(file).then(() => redraw({}));
    }
  }, [values.join(' ')]);
  return (file) => known.get(file);
}
