// What stands below what somebody reads first. A long page that is made at one go does not answer to a tap until it is
// there, on a slow phone for half a second; in parts it answers between them.
import type { ComponentChildren } from 'preact';
import { useEffect, useMemo, useState } from 'preact/hooks';

// Its children are made in a task of their own, after what stands above. Until then the page counts as being read.
export function Later({ children, before = <span class="pending" /> }: { children: ComponentChildren; before?: ComponentChildren }) {
  const [due, setDue] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setDue(true));
    return () => clearTimeout(timer);
  }, []);
  return <>{due ? children : before}</>;
}

// Many of a kind, a few more in each task, all in one list, so that what is added or taken away moves nothing else.
// `before` stands for those to come, as an element that may stand there.
export function InParts<T>({ of, atOnce, before, make }: { of: T[]; atOnce: number; before: ComponentChildren; make: (each: T) => ComponentChildren }) {
  const [made, setMade] = useState(0);
  const isMore = made < of.length;
  useEffect(() => {
    if (!isMore) return undefined;
    const timer = setTimeout(() => setMade(made + atOnce));
    return () => clearTimeout(timer);
  }, [made, isMore]);
  // Once for each list, so `make` may depend on nothing that changes without it: Preact passes over what it was given before.
  const all = useMemo(() => of.map(make), [of]);
  return (
    <>
      {all.slice(0, made)}
      {isMore && before}
    </>
  );
}
