import { batch } from './en/batch.ts';
import { cli } from './en/cli.ts';
import { client } from './en/client.ts';
import { editor } from './en/editor.ts';
import { kubelet } from './en/kubelet.ts';
import { network } from './en/network.ts';
import { panel } from './en/panel.ts';
import { panel as panelView } from './en/panel-view.ts';
import { policy } from './en/policy.ts';
import { rules } from './en/rules.ts';
import { scheduler } from './en/scheduler.ts';
import { simulation } from './en/simulation.ts';
import { storage } from './en/storage.ts';
import { verdict } from './en/verdict.ts';
import { verdictKinds } from './en/verdict-kinds.ts';
import { verdictPods } from './en/verdict-pods.ts';
import type { ko } from './ko.ts';

/** Every sentence a user sees that is not in a .md, in English, one file a room; the compiler holds it to Korean's keys. */
export const en = {
  ...batch,
  ...cli,
  ...client,
  ...editor,
  ...kubelet,
  ...network,
  ...panel,
  ...panelView,
  ...policy,
  ...rules,
  ...scheduler,
  ...simulation,
  ...storage,
  ...verdict,
  ...verdictKinds,
  ...verdictPods,
} as const satisfies Readonly<Record<keyof typeof ko, string>>;
