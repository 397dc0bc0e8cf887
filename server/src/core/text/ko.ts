import { batch } from './ko/batch.ts';
import { cli } from './ko/cli.ts';
import { client } from './ko/client.ts';
import { editor } from './ko/editor.ts';
import { kubelet } from './ko/kubelet.ts';
import { network } from './ko/network.ts';
import { panel } from './ko/panel.ts';
import { panel as panelView } from './ko/panel-view.ts';
import { policy } from './ko/policy.ts';
import { rules } from './ko/rules.ts';
import { scheduler } from './ko/scheduler.ts';
import { simulation } from './ko/simulation.ts';
import { storage } from './ko/storage.ts';
import { verdict } from './ko/verdict.ts';
import { verdictKinds } from './ko/verdict-kinds.ts';
import { verdictPods } from './ko/verdict-pods.ts';

/** Every sentence a user sees that is not in a .md, in Korean, one file a room. */
export const ko = {
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
} as const;
