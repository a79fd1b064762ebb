import {
  Group,
  Table,
  TableScrollContainer,
  TableTbody,
  TableTd,
  TableTh,
  TableThead,
  TableTr,
  Text,
} from '@mantine/core';
import { type Agreement, RATED } from '#lib/labelling/agreement-schema.ts';
import { countOf, formatCount } from '../../../_components/number-format.ts';
import { Section } from '../../../_components/section.tsx';
import { ButtonLink, TextLink } from '../../../_components/text-link.tsx';
import classes from './agreement.module.css';
import { categoryWords, cellParam, cellTitle, RATED_WORDS } from './agreement-words.ts';

type Href = (change: Record<string, string>) => string;

/** Which two things were said of one query or hit, and how often. A count opens its queries. */
export function ConfusionTable({
  confusion,
  chosen,
  href,
}: {
  confusion: Agreement['confusion'];
  /** The opened cell's parameter. */
  chosen: string | undefined;
  /** The page with these parameters, the others as they are but for the opened cell. */
  href: Href;
}) {
  const { rated, categories, cells } = confusion;
  return (
    <Section title="What was taken for what" aside={<RatedSwitch rated={rated} href={href} />}>
      <Text size="sm">
        {`Each pair of labels of the same ${rated === 'grades' ? 'hit' : 'query'} counts once; on the shaded diagonal both say the same. A count opens its queries.`}
      </Text>
      <TableScrollContainer minWidth={520} scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}>
        <Table
          tabularNums
          withColumnBorders
          withTableBorder
          verticalSpacing={6}
          aria-label={`Pairs of labels: ${RATED_WORDS[rated]}`}
        >
          <TableThead>
            <TableTr>
              <TableTh>One said</TableTh>
              {categories.map((category) => (
                <TableTh key={category} ta="end">
                  {categoryWords(rated, category)}
                </TableTh>
              ))}
            </TableTr>
          </TableThead>
          <TableTbody>
            {categories.map((row, i) => (
              <TableTr key={row}>
                <TableTh scope="row">{categoryWords(rated, row)}</TableTh>
                {categories.map((column, j) => {
                  const param = cellParam(row, column);
                  const count = cells[i]?.[j]?.count ?? 0;
                  const look = [i === j ? classes.same : '', param === chosen ? classes.chosen : ''];
                  return (
                    <TableTd key={column} ta="end" className={look.join(' ')}>
                      {j < i ? null : count === 0 ? (
                        '0'
                      ) : (
                        <TextLink
                          className={classes.cell ?? ''}
                          href={`${href({ cell: param })}#cell`}
                          size="sm"
                          underline="always"
                          aria-label={`${cellTitle(rated, row, column)}: ${countOf(count, 'pair')}`}
                          {...(param === chosen ? { 'aria-current': 'true' } : {})}
                        >
                          {formatCount(count)}
                        </TextLink>
                      )}
                    </TableTd>
                  );
                })}
              </TableTr>
            ))}
          </TableTbody>
        </Table>
      </TableScrollContainer>
    </Section>
  );
}

function RatedSwitch({ rated, href }: { rated: Agreement['confusion']['rated']; href: Href }) {
  return (
    <Group component="nav" aria-label="What the table shows" gap={4}>
      {RATED.map((value) => (
        <ButtonLink
          key={value}
          href={href({ rated: value })}
          size="compact-sm"
          variant={value === rated ? 'light' : 'subtle'}
          color={value === rated ? 'blue' : 'gray'}
          {...(value === rated ? { 'aria-current': 'true' } : {})}
        >
          {RATED_WORDS[value]}
        </ButtonLink>
      ))}
    </Group>
  );
}
