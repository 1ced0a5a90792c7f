// An address as a QR code for a phone's camera, drawn as one SVG path. What makes it is loaded when it is needed.
import { useEffect, useState } from 'preact/hooks';

interface Drawing {
  size: number;
  path: string;
}

// Light modules that every reader wants around it (ISO/IEC 18004).
const quiet = 4;

async function draw(text: string): Promise<Drawing> {
  const { default: qrcode } = await import('qrcode-generator');
  const code = qrcode(0, 'M');
  code.addData(text, 'Byte');
  code.make();
  const count = code.getModuleCount();
  let path = '';
  for (let row = 0; row < count; ++row) {
    for (let column = 0; column < count; ++column) {
      if (code.isDark(row, column)) path += `M${column + quiet} ${row + quiet}h1v1h-1z`;
    }
  }
  return { size: count + 2 * quiet, path };
}

// Nothing until it is drawn, nor if it cannot be: the text stands beside it.
export function QrCode({ text, label }: { text: string; label: string }) {
  const [drawing, setDrawing] = useState<Drawing | null>(null);
  useEffect(() => {
    void draw(text).then(setDrawing, () => setDrawing(null));
  }, [text]);
  if (!drawing) return null;
  return (
    <svg class="qr" role="img" aria-label={label} viewBox={`0 0 ${drawing.size} ${drawing.size}`} shape-rendering="crispEdges" data-qr>
      <rect width={drawing.size} height={drawing.size} fill="#fff" />
      <path d={drawing.path} fill="#000" />
    </svg>
  );
}
