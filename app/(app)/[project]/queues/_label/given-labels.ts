interface GivenLabel {
  labelId: string;
  activeSeconds: number;
}

/** The labels that were stored in a visit, and the last one of an earlier visit while it can be taken back. */
export function createGivenLabels() {
  let given: GivenLabel[] = [];
  let earlier: string | undefined;
  /** Labels of earlier visits that were taken back in this one. */
  let takenBack = 0;
  return {
    add: (label: GivenLabel) => {
      given = [...given, label];
    },
    /** False, and nothing done, where it is a label of this visit. */
    setEarlier: (labelId: string | undefined): boolean => {
      if (given.some((label) => label.labelId === labelId)) return false;
      earlier = labelId;
      return true;
    },
    /** Whether it was the last one of an earlier visit, which is not known from then on. */
    dropEarlier: (labelId: string): boolean => {
      if (labelId !== earlier) return false;
      earlier = undefined;
      return true;
    },
    takeBack: (labelId: string) => {
      const others = given.filter((label) => label.labelId !== labelId);
      if (others.length === given.length) takenBack += 1;
      given = others;
    },
    /** What is taken back where nothing else is named. */
    last: () => given.at(-1)?.labelId ?? earlier,
    tally: () => ({
      items: given.length,
      activeSeconds: given.reduce((sum, label) => sum + label.activeSeconds, 0),
      stored: given.length - takenBack,
      mayUndo: given.length > 0 || earlier !== undefined,
    }),
  };
}
