/** PersistentVolumes and their claims. */
export const storage = {
  storageClaimUnused: 'No pod uses PersistentVolumeClaim {claim} any more, so its deletion is completed.',
  storageProvisioning: 'No volume fits PersistentVolumeClaim {claim}, so the provisioner {provisioner} is asked for one.',
  storageProvisioned: 'The provisioner has made volume {volume} for PersistentVolumeClaim {claim}.',
  storageBound: 'PersistentVolumeClaim {claim} and volume {volume} are bound to each other.',
  storageAvailable: 'Volume {volume} is bound to no claim and free for use.',
  storageReleased: 'The claim of volume {volume} is gone; its reclaim policy is {policy}.',
  storageClaimPhase: 'PersistentVolumeClaim {claim} is now {phase}.',
  storageClaimNews: 'PersistentVolumeClaim {claim}: {text}',
  storageExpanding: 'Claim {claim} has {has} and asks for {asked}, which its class allows, so its volume is made larger.',
} as const satisfies Readonly<Record<string, string>>;
