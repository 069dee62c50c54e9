import type { Config } from '../../apps/server/src/config/config.ts';
import type { RunningServer } from '../../apps/server/src/start-server.ts';
import { FIRST_OPERATOR } from './open-operator.ts';

/** The last words of a start: where to go, as whom, and when it is in the sale. */
export async function tellAddresses(
  running: RunningServer,
  config: Config,
  oneTimePassword: string | null,
  say: (words: string) => void,
): Promise<void> {
  const rows: [string, string][] = [];
  if (running.port !== null) {
    const base = config.publicOrigin ?? `http://${shownHost(config.host)}:${running.port}`;
    rows.push(
      ['Storefront', base],
      ['Console', `${base}/console`],
      ['API description', `${base}/openapi.json`],
    );
  }
  const { clocks, plan } = running.context;
  const edition = await plan.editionAt(clocks.campaign.now());
  if (edition) {
    const { zh, en } = edition.compiled.title;
    rows.push(['Campaign', `${zh} · ${en} (edition ${edition.editionNo})`]);
  }
  const pauses = clocks.campaign.shifted() ? '  (runs on from here, pauses while Dacu is down)' : '';
  rows.push(['Campaign time', `${inShanghai(clocks.campaign.now())}${pauses}`]);
  if (oneTimePassword !== null)
    rows.push(['Sign in', `${FIRST_OPERATOR} / ${oneTimePassword}  (works once; you then choose your own)`]);
  else rows.push(['Sign in', 'with the password you chose  (forgotten: npm run operator -- NAME)']);
  rows.push(['Database', running.databaseTold]);
  if (config.databaseUrl === null) rows.push(['Forget it all', 'npm run reset']);

  const width = Math.max(...rows.map(([label]) => label.length));
  say('');
  for (const [label, value] of rows) say(`  ${label.padEnd(width)}  ${value}`);
  say('\nCtrl-C stops; npm start goes on where it stopped.\n');
}

function shownHost(host: string): string {
  return ['0.0.0.0', '::', '127.0.0.1', '::1'].includes(host) ? 'localhost' : host;
}

function inShanghai(at: number): string {
  const text = new Intl.DateTimeFormat('sv-SE', {
    timeZone: 'Asia/Shanghai',
    dateStyle: 'short',
    timeStyle: 'medium',
  }).format(at);
  return `${text} +08:00`;
}
