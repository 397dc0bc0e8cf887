export const cli = {
  'cli.summary': '{files} files: {errors} errors, {warnings} warnings, {others} others.',
  'cli.mended': '{count} files mended.',
  'cli.explain.noKind': 'there is no kind {kind}',
  'cli.explain.noField': 'there is no field {field}',
  'cli.explain.alike': '{problem}. Similar: {near}',
  'cli.explain.fields': 'Fields:',
  'cli.usage.noCommand': 'unknown command {name} (try kijabi --help)',
  'cli.usage.noOption': 'unknown option {option} (try kijabi {command} --help)',
  'cli.usage.optionValue': '{reason} (try kijabi {command} --help)',
  'cli.usage.oneOf': '{option} must be one of {allowed}, not {value}',
  'cli.usage.noFile': 'no such file or folder: {name}',
  'cli.usage.unreadable': 'cannot read {name}: {code}',
  'cli.usage.noCluster': 'no cluster {cluster}: neither a file nor one of {presets}',
  'cli.usage.fixTwice': '--fix and --fix-dry-run exclude each other',
  'cli.usage.fixNeedsFiles': '--fix needs files; for standard input use --fix-dry-run',
  'cli.usage.standardInputAlone': '- stands alone: standard input or paths, not both',
  'cli.usage.rule': '--rule needs ID=SEVERITY, not {text}',
  'cli.usage.explain': 'explain takes one KIND[.FIELD…], e.g. pod.spec.containers',
  'cli.usage.retry': '--retry goes with --replay',
  'cli.usage.duration': '{option} needs a time such as 90s or 10m, not {text}',
  'cli.usage.integer': '{option} needs a whole number, not {text}',
  'cli.usage.from': '--from {from}: neither a file nor a git revision that has {paths}',
  'cli.usage.inFile': '{file}: {problem}',
  'cli.internal': 'internal error: {reason}',
  'cli.help': `Kijabi checks and simulates Kubernetes manifests, with no cluster at hand.

  kijabi check    [PATH…|-]         judge as the API server would, and mend what can be mended
  kijabi simulate [PATH…|-]         what happens, second by second, when it is applied
  kijabi schedule [PATH…|-]         which node each pod lands on, and why
  kijabi explain  KIND[.FIELD…]     what a field or a kind is

Without a PATH all .yaml, .yml and .json files of this folder are read; - is standard input.
All commands: --lang ko|en (default ko), --kubernetes-version V. Options of a command: kijabi COMMAND --help
Exit status: 0 all is well, 1 an error was found or an assertion broke, 2 bad usage or unreadable input
`,
  'cli.help.check': `kijabi check [PATH…|-]: judges manifests as the API server would.

  --kubernetes-version V           the Kubernetes version aimed at (1.32 to 1.36)
  --format text|json|sarif|github  the form of the outcome (default text)
  --rule ID=SEVERITY               severity of a rule: off, hint, info, warning, error (may be repeated)
  --fix                            writes what can be mended safely into the files
  --fix-dry-run                    only shows what would be mended
  --crd PATH                       file or folder of CustomResourceDefinitions (may be repeated)
  --as-manifest                    judges every document as if sent to the API server by itself
  --lang ko|en                     language of the messages (default ko)
`,
  'cli.help.simulate': `kijabi simulate [PATH…|-]: what happens, second by second, when the manifests are applied.

  --cluster PRESET|FILE            one, three, zones, gpu-spot, large, or what kubectl get … -o yaml prints
  --scenario FILE                  a file that says what happens when
  --from FILE|REVISION             what runs before: a file, or a git revision
  --until 10m                      the end of the run
  --seed N                         the same seed gives the same outcome
  --assert EXPR                    no-downtime, max-unavailable<=N, completes-within=5m, all-scheduled,
                                   peak-cpu<=2500m, peak-memory<=4Gi (may be repeated)
  --format text|json               the form of the outcome (default text)
  --kubernetes-version V           the Kubernetes version aimed at (1.32 to 1.36)
  --lang ko|en                     language of the messages (default ko)
`,
  'cli.help.schedule': `kijabi schedule [PATH…|-]: which node each pod lands on, and why.

  --cluster PRESET|FILE            one, three, zones, gpu-spot, large, or what kubectl get … -o yaml prints
  --scheduler-config FILE          a KubeSchedulerConfiguration
  --all-filters                    every plugin's verdict on the nodes that are refused
  --replay                         one attempt for each pod in the order of the file, as recorded scenarios are played
  --retry end|immediate            with --replay: when preemptors try again
  --format text|json               the form of the outcome (default text)
  --kubernetes-version V           the Kubernetes version aimed at (1.32 to 1.36)
  --lang ko|en                     language of the messages (default ko)
`,
  'cli.help.explain': `kijabi explain KIND[.FIELD…]: what a field or a kind is, e.g. kijabi explain pod.spec.containers.readinessProbe

  --kubernetes-version V           the Kubernetes version aimed at (1.32 to 1.36)
  --lang ko|en                     language of the explanation (default ko)
`,
} as const satisfies Readonly<Record<string, string>>;
