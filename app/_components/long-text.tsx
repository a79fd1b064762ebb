'use client';
import { Spoiler } from '@mantine/core';
import classes from './long-text.module.css';

/** Logged text as it is, folded after some lines. */
export function LongText({ text, maxHeight = 126 }: { text: string; maxHeight?: number }) {
  return (
    <Spoiler
      maxHeight={maxHeight}
      showLabel="Show all"
      hideLabel="Show less"
      transitionDuration={0}
      classNames={{ control: classes.control ?? '' }}
    >
      <div dir="auto" className={classes.text}>
        {text}
      </div>
    </Spoiler>
  );
}
