'use client';
import { useEffect, useRef, useState } from 'react';
import { messageOf } from '../../../_components/call-api.ts';
import { type AskRun, runAsk } from './ask-run.ts';

/** The question under way or answered last, and the one before it where it asked the same. */
export function useAsk(project: string) {
  const [run, setRun] = useState<AskRun>();
  const [before, setBefore] = useState<AskRun>();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string>();
  const abort = useRef<AbortController>(undefined);
  useEffect(() => () => abort.current?.abort(), []);

  /** A question that was refused takes nothing from the answers that are there. */
  const restore = () => {
    setRun(run);
    setBefore(before);
  };
  const ask = async (question: string, choices: object) => {
    const controller = new AbortController();
    abort.current = controller;
    setBefore(run?.answer !== undefined && run.question === question ? run : undefined);
    setBusy(true);
    setError(undefined);
    let reached: AskRun | undefined;
    const onChange = (next: AskRun) => {
      reached = next;
      setRun(next);
    };
    try {
      await runAsk(project, question, choices, onChange, controller.signal);
    } catch (fault) {
      if (!controller.signal.aborted) setError(messageOf(fault));
      const hasBegun = controller.signal.aborted || reached?.hits !== undefined;
      if (hasBegun && reached !== undefined) setRun({ ...reached, brokenOffAt: performance.now() });
      else restore();
    }
    setBusy(false);
  };
  const stop = () => abort.current?.abort();
  return { run, before, busy, error, ask, stop };
}
