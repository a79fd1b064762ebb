import { Stack, Text } from '@mantine/core';
import type { Metadata } from 'next';
import { listInvitations } from '#lib/auth/invitations.ts';
import { mayDo } from '#lib/auth/permissions.ts';
import { listPeople } from '#lib/auth/queries/members.ts';
import { Section } from '../../../../_components/section.tsx';
import { pageContext } from '../../../../_server/page-context.ts';
import { InvitationList } from './invitation-list.tsx';
import { InviteForm } from './invite-form.tsx';
import { MemberTable } from './member-table.tsx';
import { ReviewerTable } from './reviewer-table.tsx';

export const metadata: Metadata = { title: 'Members' };

export default async function MembersPage({ params }: { params: Promise<{ project: string }> }) {
  const { project } = await params;
  const ctx = await pageContext(project, '/[project]/settings/members');
  const mayManage = mayDo(ctx.actor, 'members:manage');
  const [people, invitations] = await Promise.all([
    listPeople(ctx),
    mayManage ? listInvitations(ctx) : Promise.resolve([]),
  ]);
  const tz = ctx.project.timeZone;
  const imported = people.reviewers.filter((reviewer) => !reviewer.isFormerMember);
  return (
    <Stack gap="xl">
      <Section title="Members">
        <MemberTable
          project={project}
          members={people.members}
          tz={tz}
          mayManage={mayManage}
          mayMakeLinks={mayDo(ctx.actor, 'password-links:make')}
        />
      </Section>
      {mayManage ? (
        <Section title="Invitations">
          <InviteForm project={project} reviewers={imported.map(({ id, name }) => ({ id, name }))} />
          <InvitationList project={project} invitations={invitations} tz={tz} />
        </Section>
      ) : (
        <Text size="sm" c="dimmed">
          Owners of the project invite people and change roles.
        </Text>
      )}
      {people.reviewers.length === 0 ? null : (
        <Section title="Reviewers without access">
          <ReviewerTable
            project={project}
            reviewers={people.reviewers}
            members={people.members}
            mayManage={mayManage}
          />
        </Section>
      )}
    </Stack>
  );
}
