import { Icon, type IconName } from '@dacu/ui';
import { type ReactNode, useId } from 'react';

/** A file chosen by a label that looks like a button. The same file may be chosen again. */
export function FileButton(props: {
  icon: IconName;
  accept: string;
  choose: (file: File) => void;
  children: ReactNode;
}) {
  const id = useId();
  return (
    <>
      <label className="co-file" htmlFor={id}>
        <Icon name={props.icon} size={16} /> {props.children}
      </label>
      <input
        id={id}
        className="dc-hidden"
        type="file"
        accept={props.accept}
        onChange={(event) => {
          const file = event.target.files?.[0];
          if (file) props.choose(file);
          event.target.value = '';
        }}
      />
    </>
  );
}

export const YAML_FILES = '.yaml,.yml,text/yaml';
