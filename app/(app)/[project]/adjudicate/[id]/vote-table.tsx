'use client';
import {
  Button,
  Table,
  TableScrollContainer,
  TableTbody,
  TableTd,
  TableTh,
  TableThead,
  TableTr,
  Text,
  VisuallyHidden,
} from '@mantine/core';
import { IconArrowsSplit2 } from '@tabler/icons-react';
import type { Vote } from '#lib/labelling/adjudication-schema.ts';
import { KeyBadge } from '../../../../_components/key-badge.tsx';
import type { KeyBinding } from '../../../../_components/key-bindings.ts';
import { LongText } from '../../../../_components/long-text.tsx';
import { useSingleKeys } from '../../../../_components/single-keys.ts';
import { useKeyBindings } from '../../../../_components/use-key-bindings.ts';
import classes from '../adjudicate.module.css';
import { TAKE_MODE, type TakeAction } from './take-keys.ts';
import type { VoteRow } from './vote-rows.ts';

/**
 * What each reviewer said, side by side, and the way to take one label over. Rendered inside the label form, so that
 * its keys are heard before the form's: a press that it takes is left alone there.
 */
export function VoteTable({
  votes,
  rows,
  keys,
  taking,
  taken,
  onTake,
  onChoose,
}: {
  votes: readonly Vote[];
  rows: readonly VoteRow[];
  keys: readonly KeyBinding<TakeAction>[];
  /** Whether letters name reviewers at this moment. */
  taking: boolean;
  taken: string | undefined;
  onTake: (vote: Vote) => void;
  /** Leads back to choosing among the labels. */
  onChoose: () => void;
}) {
  const [singleKeys] = useSingleKeys();
  useKeyBindings(keys, {
    mode: taking ? TAKE_MODE : undefined,
    singleKeys,
    act: (action) => {
      const vote = votes[Number(action.slice('take-'.length))];
      if (vote === undefined) onChoose();
      else onTake(vote);
    },
  });
  const badgeOf = (place: number) => {
    const key = keys.find(({ action }) => action === `take-${place}`)?.keys[0];
    return taking && singleKeys && key !== undefined ? <KeyBadge name={key} /> : null;
  };
  return (
    <section aria-labelledby="votes">
      <h2 id="votes" className={classes.votesHead}>
        What reviewers said
      </h2>
      <TableScrollContainer
        minWidth={150 + 130 * votes.length}
        scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}
      >
        <Table
          className={classes.votes}
          layout="fixed"
          verticalSpacing={5}
          horizontalSpacing="xs"
          aria-labelledby="votes"
        >
          <TableThead>
            <TableTr>
              <TableTh w={150}>
                <VisuallyHidden>What</VisuallyHidden>
              </TableTh>
              {votes.map((vote, i) => (
                <TableTh key={vote.letter}>
                  <Text size="sm" fw={600} mb={4}>{`Reviewer ${vote.letter}`}</Text>
                  <Button
                    size="compact-sm"
                    variant={taken === vote.letter ? 'light' : 'default'}
                    rightSection={badgeOf(i)}
                    onMouseDown={(event) => event.preventDefault()}
                    onClick={() => onTake(vote)}
                  >
                    {taken === vote.letter ? `${vote.letter} taken` : `Take ${vote.letter}`}
                  </Button>
                </TableTh>
              ))}
            </TableTr>
          </TableThead>
          <TableTbody>
            {rows.map((row) => (
              <VoteLine key={row.key} row={row} votes={votes} />
            ))}
          </TableTbody>
        </Table>
      </TableScrollContainer>
      {!taking && singleKeys && (
        <Text size="sm">
          <KeyBadge name="t" spoken /> lets you take another label.
        </Text>
      )}
    </section>
  );
}

function VoteLine({ row, votes }: { row: VoteRow; votes: readonly Vote[] }) {
  const { name, said, differs, isText } = row;
  return (
    <TableTr>
      <TableTh scope="row" fw={differs ? 600 : 400} style={{ whiteSpace: 'nowrap' }}>
        {name}
        {differs && (
          <>
            <IconArrowsSplit2 size={14} stroke={1.8} aria-hidden className={classes.mark} />
            <VisuallyHidden> (differs)</VisuallyHidden>
          </>
        )}
      </TableTh>
      {said.map((words, i) => (
        <TableTd key={votes[i]?.letter} className={differs ? classes.differs : undefined}>
          {words === null ? '–' : isText ? <LongText text={words} maxHeight={84} /> : words}
        </TableTd>
      ))}
    </TableTr>
  );
}
