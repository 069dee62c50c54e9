import {
  chooseMode,
  formatInstant,
  Icon,
  LanguageSwitch,
  ModeSwitch,
  SimulatedBadge,
  useCampaignNow,
  useClockView,
  useLanguage,
} from '@dacu/ui';
import { useMutation } from '@tanstack/react-query';
import { App, Dropdown } from 'antd';
import { useEffect } from 'react';
import { Link } from 'react-router';
import { api } from '../data/api.ts';
import { useBoardStream } from '../data/board-stream.tsx';
import { useCampaigns, useSession } from '../data/queries.ts';
import { useT } from '../i18n/setup.ts';
import { PaletteButton } from '../palette/palette-button.tsx';
import { operatorWords } from '../parts/words-of.ts';
import { Alerts } from './alerts.tsx';
import { ClockControl } from './clock/clock-control.tsx';

/** Always there: which campaign, which phase, what time it is in it, on what data, and whether it still arrives. */
export function TopBar({ wall }: { wall: boolean }) {
  const clock = useClockView();
  const t = useT();
  return (
    <header className="co-top">
      <Running />
      <CampaignTime />
      <span className="co-top-marks">
        {clock === null ? null : clock.databaseKind === 'simulated' ? (
          <SimulatedBadge />
        ) : (
          <span className="co-badge is-plain">{t('top.real')}</span>
        )}
        <StreamMark />
      </span>
      {wall ? (
        <Link className="co-top-button" to="/run">
          <Icon name="close" size={16} /> {t('run.leaveWall')}
        </Link>
      ) : (
        <span className="co-top-tools">
          <PaletteButton />
          <Alerts />
          <LanguageSwitch className="co-small-switch co-top-wide" />
          <ModeSwitch className="co-small-switch co-icons-only co-top-wide" />
          <OperatorMenu />
        </span>
      )}
    </header>
  );
}

function Running() {
  const t = useT();
  const { pick } = useLanguage();
  const { frame } = useBoardStream();
  const campaigns = useCampaigns();
  const { refetch } = campaigns;
  const phaseId = frame?.phaseId;
  // The frame knows first that a phase has turned; its name is asked for then.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the phase is the reason, not an input
  useEffect(() => void refetch(), [phaseId, refetch]);
  const current = campaigns.data?.campaigns.find(({ campaignId, current }) =>
    frame ? campaignId === frame.campaignId : current,
  );
  if (!current) {
    return <span className="co-top-campaign">{campaigns.data ? t('top.noCampaign') : ' '}</span>;
  }
  return (
    <span className="co-top-campaign">
      <Link to={`/plan/${current.campaignId}`}>{pick(current.title)}</Link>
      <span className="co-top-phase">{pick(current.phaseTitle) || t('top.noPhase')}</span>
    </span>
  );
}

function CampaignTime() {
  const t = useT();
  const { lang } = useLanguage();
  const now = useCampaignNow();
  const view = useClockView();
  if (now === null || view === null) return <span className="co-top-clock" />;
  return (
    <span className="co-top-clock">
      <ClockControl>
        <time dateTime={new Date(now).toISOString()}>
          {formatInstant(now, view.zone, lang, 'dayOfWeek')}{' '}
          <strong>{formatInstant(now, view.zone, lang, 'clockSeconds')}</strong>
        </time>
      </ClockControl>
      {view.shifted ? (
        <span className="co-badge is-shifted" title={t('top.shiftedWhy', { zone: view.zone })}>
          {t('top.shifted')}
        </span>
      ) : null}
      {view.running ? null : <span className="co-badge is-shifted">{t('top.paused')}</span>}
    </span>
  );
}

function StreamMark() {
  const t = useT();
  const { lang } = useLanguage();
  const { state, since, frame } = useBoardStream();
  // The wall clock of this desk: how long the stream has been gone is no matter of campaign time.
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const words =
    state === 'open'
      ? t('top.stream.open')
      : state === 'lost'
        ? t('top.stream.lost', { at: formatInstant(since, zone, lang, 'clockSeconds') })
        : t('top.stream.connecting');
  return (
    <span
      className={`co-stream is-${state}`}
      role="status"
      title={frame ? t('top.stream.position', { position: frame.position }) : undefined}
    >
      <span className="co-stream-dot" aria-hidden="true" />
      {words}
    </span>
  );
}

function OperatorMenu() {
  const t = useT();
  const { lang, setLang, pick } = useLanguage();
  const { message } = App.useApp();
  const operator = useSession().data;
  const signOut = useMutation({
    mutationFn: api.signOut,
    // A fresh page keeps nothing of what this operator saw.
    onSuccess: () => window.location.assign('/console/'),
    onError: (error) => void message.error(pick(operatorWords(error))),
  });
  if (!operator) return null;
  return (
    <Dropdown
      trigger={['click']}
      menu={{
        items: [
          { key: 'role', label: t(`role.${operator.role}`), disabled: true },
          { key: 'account', label: <Link to="/account">{t('account.title')}</Link> },
          { type: 'divider' },
          // Where the bar has no room for its switches, the same choices stand here.
          {
            key: 'lang',
            label: lang === 'zh' ? 'English' : '简体中文',
            onClick: () => setLang(lang === 'zh' ? 'en' : 'zh'),
          },
          ...(['system', 'light', 'dark'] as const).map((mode) => ({
            key: mode,
            label: t(`palette.command.${mode}`),
            onClick: () => chooseMode(mode),
          })),
          { type: 'divider' },
          { key: 'out', label: t('top.signOut'), onClick: () => signOut.mutate() },
        ],
      }}
    >
      <button type="button" className="co-top-button">
        <Icon name="me" size={18} /> <span className="co-operator-name">{operator.name}</span>
        <Icon name="down" size={14} />
      </button>
    </Dropdown>
  );
}
