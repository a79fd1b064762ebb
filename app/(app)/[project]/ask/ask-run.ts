import { z } from 'zod';
import { type AskAnswer, type AskHit, askAnswerSchema, askHitSchema } from '#lib/pipeline/schema.ts';
import { ApiError } from '../../../_components/call-api.ts';
import { readEvents } from './event-reader.ts';

/** A question that is being answered, or has been. Times are of performance.now(). */
export interface AskRun {
  question: string;
  startedAt: number;
  /** Undefined until retrieval has ended. */
  hits: AskHit[] | undefined;
  retrievalMs: number | undefined;
  text: string;
  /** Once it is complete and logged. */
  answer: AskAnswer | undefined;
  /** When it ended without an answer: stopped by whoever asked, or the connection broke. */
  brokenOffAt: number | undefined;
}

const retrievedSchema = z.object({ hits: z.array(askHitSchema), retrievalMs: z.number() });
const deltaSchema = z.object({ text: z.string() });
const errorSchema = z.object({ error: z.object({ message: z.string() }) });

/** Asks and tells of every change. Throws ApiError with the server's sentence. */
export async function runAsk(
  project: string,
  question: string,
  choices: object,
  onChange: (run: AskRun) => void,
  signal: AbortSignal,
): Promise<void> {
  let run: AskRun = {
    question,
    startedAt: performance.now(),
    hits: undefined,
    retrievalMs: undefined,
    text: '',
    answer: undefined,
    brokenOffAt: undefined,
  };
  const change = (part: Partial<AskRun>) => {
    run = { ...run, ...part };
    onChange(run);
  };
  change({});
  const body = await openStream(project, { question, stream: true, ...choices }, signal);
  for await (const { name, data } of readEvents(body)) {
    if (name === 'retrieved') change(retrievedSchema.parse(data));
    if (name === 'delta') change({ text: run.text + deltaSchema.parse(data).text });
    if (name === 'answer') change({ answer: askAnswerSchema.parse(data) });
    if (name === 'error') throw new ApiError(400, errorSchema.parse(data).error.message);
  }
  if (run.answer === undefined)
    throw new ApiError(0, 'The connection ended before the answer did. Ask again; what was asked is logged.');
}

async function openStream(project: string, body: object, signal: AbortSignal) {
  const response = await fetch(`/api/v1/ask?project=${encodeURIComponent(project)}`, {
    method: 'POST',
    body: JSON.stringify(body),
    headers: { 'content-type': 'application/json' },
    signal,
  }).catch((cause: unknown) => {
    if (signal.aborted) throw cause;
    throw new ApiError(0, 'The server did not answer. Check that Faultline is running, then try again.');
  });
  if (response.ok && response.body !== null) return response.body;
  const parsed = errorSchema.safeParse(await response.json().catch(() => undefined));
  throw new ApiError(
    response.status,
    parsed.success ? parsed.data.error.message : `The server answered with status ${response.status}.`,
  );
}
