import type { QueryDetail } from '#lib/query-log/schema.ts';
import { LongText } from '../../../../_components/long-text.tsx';
import { Section } from '../../../../_components/section.tsx';
import { FeedbackMark } from '../../_components/feedback-mark.tsx';
import classes from './query.module.css';

export function FeedbackSection({ query }: { query: QueryDetail }) {
  if (query.feedbackComments.length === 0) return null;
  return (
    <Section title="Feedback of users">
      <ul className={classes.labels}>
        {query.feedbackComments.map((item) => (
          <li key={item.userId}>
            <FeedbackMark score={item.score} words />
            {item.comment === '' ? null : <LongText text={item.comment} />}
          </li>
        ))}
      </ul>
    </Section>
  );
}
