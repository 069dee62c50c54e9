import type { BoardFrame } from '@dacu/contract/api';
import { openSharedStream, type StreamState, useCampaignClock } from '@dacu/ui';
import { createContext, type ReactNode, useContext, useEffect, useState } from 'react';
import { queryClient, SESSION } from './query-client.ts';

export type BoardStream = {
  readonly state: StreamState;
  /** Wall time since which the stream has been in this state. */
  readonly since: number;
  readonly frame: BoardFrame | null;
  /** Wall time at which the last frame reached this tab. */
  readonly receivedAt: number | null;
};

const NOTHING_YET: BoardStream = { state: 'connecting', since: 0, frame: null, receivedAt: null };
/** A frame may be ten seconds old and the network slow; further apart than this the clock was moved. */
const MOVED_MS = 30_000;
const BoardStreamContext = createContext<BoardStream>(NOTHING_YET);

/** The one event stream of this browser; everything live on any screen comes from its frames. */
export function BoardStreamProvider({ children }: { children: ReactNode }) {
  const [stream, setStream] = useState<BoardStream>(NOTHING_YET);
  const clock = useCampaignClock();
  useEffect(
    () =>
      openSharedStream({
        url: '/api/ops/stream',
        types: ['board'],
        onFrame: ({ data }) => {
          const frame = JSON.parse(data) as BoardFrame;
          setStream((before) => ({ ...before, frame, receivedAt: Date.now() }));
          const now = clock.now();
          // Somebody moved campaign time: everything that was asked before speaks of another day.
          if (now !== null && frame.campaignAt - now > MOVED_MS) {
            void clock.sync();
            void queryClient.invalidateQueries();
          }
        },
        onState: (state) => {
          // Reconnecting is still being without it: `since` says when the data stopped, not when we last tried.
          setStream((before) => {
            const gone = before.state === 'lost' && state === 'connecting';
            return gone || before.state === state ? before : { ...before, state, since: Date.now() };
          });
          // A stream cannot say why it ended; the session can.
          if (state === 'lost') void queryClient.invalidateQueries({ queryKey: SESSION });
        },
      }),
    [clock],
  );
  return <BoardStreamContext value={stream}>{children}</BoardStreamContext>;
}

export const useBoardStream = () => useContext(BoardStreamContext);
