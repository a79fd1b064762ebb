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

  const ask = async (question: string, choices: object) => {
    const controller = new AbortController();
    abort.current = controller;
    setBefore(run?.answer !== undefined && run.question === question ? run : undefined);
    setBusy(true);
    setError(undefined);
    try {
      await runAsk(project, question, choices, setRun, controller.signal);
    } catch (fault) {
      if (!controller.signal.aborted) setError(messageOf(fault));
    }
    setBusy(false);
  };
  const stop = () => abort.current?.abort();
  return { run, before, busy, error, ask, stop };
}
