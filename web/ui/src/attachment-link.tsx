// A file that an item names, as a link with what it is and how large.
import { type FileInfo, type Item, itemPath } from './api';
import { useApp } from './app';
import { numbers, t } from './i18n';

function size(bytes: number): string {
  const [value, unit] = bytes < 1000 ? [bytes, 'byte'] : bytes < 1e6 ? [bytes / 1e3, 'kilobyte'] : [bytes / 1e6, 'megabyte'];
  return numbers({ style: 'unit', unit, unitDisplay: 'short', maximumFractionDigits: 1 }).format(value);
}

// "application/pdf" says little to most people; the name's ending does.
function kindOf(info: FileInfo): string {
  return (info.name?.split('.').pop() ?? '').toUpperCase();
}

export function details(info: FileInfo): string {
  return [kindOf(info), info.size === undefined ? '' : size(info.size)].filter(Boolean).join(', ');
}

export function AttachmentLink({ file, item }: { file: string; item: Item | undefined }) {
  const app = useApp();
  const info = item?.attachments?.[file];
  const kind = item && app.titles.kind(item.kind);
  if (info?.erased) return <span class="secondary">{t('attachment.erased')}</span>;
  if (!info || !item || !kind) return <code class="hash">{file}</code>;
  return (
    <>
      <a class="govuk-link" href={`${itemPath(kind, item.id)}/attachments/${file.slice(7)}`} download={info.name}>
        {info.name}
      </a>{' '}
      <span class="secondary">({details(info)})</span>
    </>
  );
}
