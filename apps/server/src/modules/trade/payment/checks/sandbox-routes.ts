import { sandboxMessages } from '@dacu/contract/api';
import type { App } from '../../../../platform/http/app-types.ts';
import type { Members } from '../../../base/members/index.ts';
import type { SandboxSender } from './messages.ts';

/** GET /api/sandbox/messages — the shopper's phone, in a simulated database; a real one has no such address. */
export function sandboxMessageRoutes(
  app: App,
  sender: SandboxSender,
  { members }: { readonly members: Pick<Members, 'requireShopper'> },
): void {
  app.get(
    '/api/sandbox/messages',
    {
      schema: {
        summary: 'What the phone of this shopper received',
        description:
          'Simulated databases only: the messages of the shopper’s own checks of the last ten minutes, newest first.',
        tags: ['payments'],
        response: { 200: sandboxMessages },
      },
      config: { refusals: ['notSignedIn'] },
    },
    async (request) => {
      const { shopperId } = await members.requireShopper(request);
      return { messages: await sender.inbox(shopperId) };
    },
  );
}
