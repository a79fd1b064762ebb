import { useRouter } from 'next/navigation';
import { type KeyboardEvent, type MouseEvent, type PointerEvent, useRef, useState } from 'react';
import { type ActivePoint, rowsHref, type SeriesLine, type TimeBucket } from './series.ts';

/**
 * Pointing at a plot by mouse, finger or keys, and opening the rows of the point that `active` holds, which the
 * drawing keeps up to date. `keyLine` is the line that the keys chose; `isSource` is whether this plot is the one
 * that is pointed at.
 */
export function usePlotPointing(lines: readonly SeriesLine[], buckets: readonly TimeBucket[]) {
  const router = useRouter();
  const [isSource, setSource] = useState(false);
  const [keyLine, setKeyLine] = useState<number | null>(null);
  const active = useRef<ActivePoint | undefined>(undefined);
  const tapped = useRef<string | null>(null);
  const pointer = useRef('mouse');

  const open = (inNewTab: boolean) => {
    const point = active.current;
    const bucket = point && buckets[point.point.bucket];
    const href = point && bucket ? rowsHref(point.line, bucket) : null;
    if (href === null) return;
    if (inNewTab) window.open(href, '_blank', 'noopener');
    else router.push(href);
  };
  const onClick = (event: MouseEvent) => {
    const key = active.current && `${active.current.line.id} ${active.current.point.bucket}`;
    // A finger cannot hover: its first tap shows the numbers, a second one on the same point opens them.
    if (pointer.current === 'touch' && tapped.current !== key) tapped.current = key ?? null;
    else open(event.metaKey || event.ctrlKey);
  };
  const onKey = (event: KeyboardEvent) => {
    if (event.key === 'Enter') open(event.metaKey || event.ctrlKey);
    else if (event.key === 'ArrowUp' || event.key === 'ArrowDown') {
      const step = event.key === 'ArrowUp' ? -1 : 1;
      setKeyLine((line) => ((line ?? 0) + step + lines.length) % lines.length);
    } else {
      if (event.key === 'ArrowLeft' || event.key === 'ArrowRight') setKeyLine((line) => line ?? 0);
      return;
    }
    event.preventDefault();
    // Enter means "hide the tooltip" to the chart below.
    event.stopPropagation();
  };
  const onPointer = (event: PointerEvent) => {
    pointer.current = event.pointerType;
    setSource(true);
    setKeyLine(null);
  };
  const handlers = {
    onClick,
    onKeyDownCapture: onKey,
    onPointerMove: onPointer,
    onPointerDown: onPointer,
    onPointerLeave: () => setSource(false),
    onFocus: () => setSource(true),
    onBlur: () => setSource(false),
  };
  return { isSource, keyLine, active, handlers };
}
