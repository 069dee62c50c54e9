import type { ReactNode } from 'react';

export function PageHead({
  title,
  words,
  children,
}: {
  title: ReactNode;
  words?: ReactNode;
  children?: ReactNode;
}) {
  return (
    <header className="co-head">
      <div>
        <h1>{title}</h1>
        {words ? <p className="co-head-words">{words}</p> : null}
      </div>
      {children ? <div className="co-head-tools co-no-print">{children}</div> : null}
    </header>
  );
}

export function Panel({
  title,
  words,
  tools,
  children,
  id,
}: {
  title: ReactNode;
  words?: ReactNode;
  tools?: ReactNode;
  children: ReactNode;
  id?: string;
}) {
  return (
    <section className="co-panel" id={id}>
      <div className="co-panel-head">
        <h2>{title}</h2>
        {words ? <p>{words}</p> : null}
        {tools ? <div className="co-head-tools co-no-print">{tools}</div> : null}
      </div>
      {children}
    </section>
  );
}
