/** What VS Code itself shows around the editor: status bar, pick lists, messages. */
export const client = {
  'client.statusTooltip': 'Kijabi · judged by Kubernetes {version} · {problems} findings in this file · click to change the version',
  'client.noNote': '# No such note\n\nThere is no note `{id}`.',
  'client.searchNotes': 'Search notes by title, content or id',
  'client.selectVersion': 'Choose the Kubernetes version to judge by',
  'client.selectCluster': 'Choose the cluster to simulate on',
  'client.editCluster': 'Edit this cluster as a file',
  'client.clusterFromFile': 'Read from a file (kubectl get … -o yaml)',
  'client.clusterFromKubectl': 'Read through a kubectl context',
  'client.selectContext': 'Choose the kubectl context to read (it is only read)',
  'client.kubectlFailed': 'The cluster could not be read: {reason}',
  'client.noManifest': 'Open a Kubernetes manifest first.',
} as const satisfies Readonly<Record<string, string>>;
