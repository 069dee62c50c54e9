import type zh from './boxes-zh.ts';

/** Pools of blind boxes, on the stock page. */
const boxes: Record<keyof typeof zh, string> = {
  'boxes.title': 'Blind box pools',
  'boxes.words': 'A box is drawn once paid, opened or not. Seeds stay sealed until they are made public.',
  'boxes.pool': 'Pool',
  'boxes.kind.finite': 'Finite, {{total}} boxes',
  'boxes.kind.independent': 'Independent draws',
  'boxes.pity': 'guaranteed at {{count}}',
  'boxes.version': 'version {{version}}',
  'boxes.state': 'State',
  'boxes.state.upcoming': 'Not on sale yet',
  'boxes.state.open': 'On sale',
  'boxes.state.soldOut': 'All drawn',
  'boxes.state.ended': 'Over',
  'boxes.state.stopped': 'Stopped',
  'boxes.drawn': 'Drawn',
  'boxes.held': 'Unpaid',
  'boxes.left': 'Left',
  'boxes.commitment': 'Commitment (SHA-256)',
  'boxes.reveal': 'Seed public',
  'boxes.revealBy': 'by {{time}}',
  'boxes.revealed': 'since {{time}}',
  'boxes.styles': 'Styles',
  'boxes.style': 'Style',
  'boxes.odds': 'One draw',
  'boxes.effective': 'In effect',
  'boxes.noLimit': 'no limit',
};
export default boxes;
