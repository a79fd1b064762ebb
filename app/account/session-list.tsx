import {
  Badge,
  Table,
  TableScrollContainer,
  TableTbody,
  TableTd,
  TableTh,
  TableThead,
  TableTr,
} from '@mantine/core';
import type { SessionView } from '#lib/auth/sessions.ts';

/** The person's sessions. What the browser says of itself is shown as text. */
export function SessionList({ sessions }: { sessions: readonly SessionView[] }) {
  return (
    <TableScrollContainer minWidth={480}>
      <Table>
        <TableThead>
          <TableTr>
            <TableTh>Browser</TableTh>
            <TableTh>Address</TableTh>
            <TableTh>Last seen</TableTh>
          </TableTr>
        </TableThead>
        <TableTbody>
          {sessions.map((session) => (
            <TableTr key={session.id}>
              <TableTd maw={260} style={{ overflowWrap: 'anywhere' }}>
                {session.userAgent === '' ? 'unknown' : session.userAgent}{' '}
                {session.isCurrent ? (
                  <Badge variant="light" tt="none">
                    this one
                  </Badge>
                ) : null}
              </TableTd>
              <TableTd>{session.address === '' ? 'unknown' : session.address}</TableTd>
              <TableTd>{session.seenAt.slice(0, 16).replace('T', ' ')} UTC</TableTd>
            </TableTr>
          ))}
        </TableTbody>
      </Table>
    </TableScrollContainer>
  );
}
