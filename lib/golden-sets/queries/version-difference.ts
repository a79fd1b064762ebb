import type { Context } from '../../platform/context.ts';
import type { GoldenQuestionView, VersionDifference } from '../schema.ts';
import { readGoldenVersion } from './golden-questions.ts';

/** What came in, left and changed from one version to another, in either direction. Throws `not_found`. */
export async function versionDifference(
  ctx: Context,
  { setId, from, to }: { setId: string; from: number; to: number },
): Promise<VersionDifference> {
  const before = await readGoldenVersion(ctx, { setId, version: from });
  const after = await readGoldenVersion(ctx, { setId, version: to });
  const old = new Map(before.questions.map((question) => [question.key, question]));
  const now = new Set(after.questions.map(({ key }) => key));
  return {
    from: before.version,
    to: after.version,
    added: after.questions.filter(({ key }) => !old.has(key)),
    removed: before.questions.filter(({ key }) => !now.has(key)),
    changed: after.questions.flatMap((question) => {
      const earlier = old.get(question.key);
      return earlier === undefined || isSame(earlier, question) ? [] : [{ before: earlier, after: question }];
    }),
  };
}

function isSame(a: GoldenQuestionView, b: GoldenQuestionView): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
