import { env, workspace } from 'vscode';

/** The language that Kijabi speaks to this person, by the setting `kijabi.language`. */
export function language(): 'ko' | 'en' {
  const wanted = workspace.getConfiguration('kijabi').get<string>('language', 'ko');
  if (wanted === 'auto') return env.language.startsWith('ko') ? 'ko' : 'en';
  return wanted === 'en' ? 'en' : 'ko';
}
