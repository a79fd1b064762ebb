import type { PromptView } from '#lib/pipeline/queries/prompts.ts';

/** The versions of one prompt, the newest first. */
export interface PromptGroup {
  name: string;
  builtIn: boolean;
  newest: PromptView;
  versions: readonly PromptView[];
}

/** One group a name, in the order of the list, in which the newest version of a name comes first. */
export function promptGroups(prompts: readonly PromptView[]): PromptGroup[] {
  const groups = Map.groupBy(prompts, ({ promptVersion }) => nameOf(promptVersion));
  return [...groups].flatMap(([name, versions]) => {
    const [newest] = versions;
    return newest === undefined ? [] : [{ name, builtIn: newest.builtIn, newest, versions }];
  });
}

/** Of `short@2`: `short`. */
export function nameOf(promptVersion: string): string {
  return promptVersion.slice(0, promptVersion.lastIndexOf('@'));
}

/** Of `short@2`: `2`. */
export function versionOf(promptVersion: string): string {
  return promptVersion.slice(promptVersion.lastIndexOf('@') + 1);
}
