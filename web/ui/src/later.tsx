// What stands below what somebody reads first. A long page that is made at one go does not answer to a tap until it is
// there, on a slow phone for half a second; in parts it answers between them.
import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';

// Its children are made in a task of their own, after what stands above. Until then the page counts as being read.
export function Later({ children, before = <span class="pending" /> }: { children: ComponentChildren; before?: ComponentChildren }) {
  const [due, setDue] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setDue(true));
    return () => clearTimeout(timer);
  }, []);
  return <>{due ? children : before}</>;
}

// The same for each few of many: `before` holds their place, as an element that may stand there.
export function InParts<T>({ of, atOnce, before, make }: { of: T[]; atOnce: number; before: ComponentChildren; make: (each: T) => ComponentChildren }) {
  const starts = Array.from({ length: Math.ceil(of.length / atOnce) }, (_, index) => index * atOnce);
  return (
    <>
      {starts.map((start) => (
        <Later key={start} before={before}>
          {of.slice(start, start + atOnce).map(make)}
        </Later>
      ))}
    </>
  );
}
