import { z } from 'zod';
import { requirePermission } from '../../auth/permissions.ts';
import type { Context } from '../../platform/context.ts';
import { keysOf } from '../../query-log/labelled-queries.ts';
import { formatCheck, MOST_CHECKED_CHARACTERS } from '../format-check.ts';
import { type TestedFormat, testFormatRuleSchema } from '../format-schema.ts';

const RECENT = 50;
const EXCERPT_CHARACTERS = 300;

const answerSchema = z.object({ id: z.string(), startedAt: z.number(), answer: z.string() });

/**
 * What a rule says of the answer given, else of the 50 latest answers to the prompt versions it is for. Nothing is
 * stored. Throws `invalid` for a schema or pattern that is none.
 */
export async function testedFormat(
  ctx: Context,
  input: z.input<typeof testFormatRuleSchema>,
): Promise<TestedFormat> {
  requirePermission(ctx, 'answer-rules:write');
  const { promptVersions, definition, answer } = testFormatRuleSchema.parse(input);
  const check = formatCheck(definition);
  const tried =
    answer === undefined ? await recentAnswers(ctx, promptVersions) : [{ id: null, startedAt: null, answer }];
  const answers = tried.map(({ id, startedAt, answer: text }): TestedFormat['answers'][number] => {
    const isChecked = text.length <= MOST_CHECKED_CHARACTERS;
    const reason = isChecked ? check(text) : 'is longer than 64 Ki characters, and is not checked';
    const outcome = !isChecked ? 'unchecked' : reason === '' ? 'ok' : 'failed';
    const excerpt = text.slice(0, EXCERPT_CHARACTERS).toWellFormed();
    return {
      id,
      startedAt: startedAt === null ? null : new Date(startedAt).toISOString(),
      excerpt,
      outcome,
      reason,
    };
  });
  const failed = answers.filter(({ outcome }) => outcome === 'failed').length;
  return { checked: answers.filter(({ outcome }) => outcome !== 'unchecked').length, failed, answers };
}

/** Of the hours of the latest queries alone: texts are wide, and the table is ordered by time. */
function recentAnswers(
  ctx: Context,
  promptVersions: readonly string[],
): Promise<z.infer<typeof answerSchema>[]> {
  const ofPrompt = promptVersions.length > 0 ? 'AND q.prompt_version IN {promptVersions:Array(String)}' : '';
  const wanted = `q.project_id = {project:String} AND q.origin IN ('live', 'import') AND isNotNull(q.answer) ${ofPrompt}`;
  return ctx.stores.queryLog.rows(
    answerSchema,
    `SELECT q.query_id AS id, toUnixTimestamp64Milli(q.started_at) AS startedAt, q.answer AS answer
     FROM queries AS q
     PREWHERE (q.bucket, q.query_id) IN (
       ${keysOf(wanted)}
       ORDER BY q.bucket DESC, q.started_at DESC LIMIT {recent:UInt32})
     WHERE q.project_id = {project:String} AND isNotNull(q.answer)
     ORDER BY startedAt DESC, id`,
    { project: ctx.project.id, promptVersions, recent: RECENT },
  );
}
