import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { closeAll, diagnosticsOf, openSample, openText, positionOf, until } from './support.ts';

suite('editing', () => {
  teardown(closeAll);

  test('an empty file offers apiVersion, kind and whole resources', async () => {
    const document = await openText('');
    const labels = await until(async () => {
      const list = await vscode.commands.executeCommand<vscode.CompletionList>(
        'vscode.executeCompletionItemProvider',
        document.uri,
        new vscode.Position(0, 0),
      );
      const found = list.items.map(({ label }) => (typeof label === 'string' ? label : label.label));
      return found.includes('apiVersion') ? found : undefined;
    });
    assert.ok(labels.includes('kind'), labels.join());
    assert.ok(
      labels.some((label) => label.startsWith('Deployment')),
      labels.join(),
    );
  });

  test('a misspelt key gets one error on the key, and its preferred fix leaves no finding', async () => {
    const document = await openText(POD_WITH_SLIP);
    const [finding, ...others] = (
      await diagnosticsOf(document, (found) => found.some(({ severity }) => severity === vscode.DiagnosticSeverity.Error))
    ).filter(({ severity }) => severity === vscode.DiagnosticSeverity.Error);
    assert.ok(finding !== undefined && others.length === 0, JSON.stringify(others));
    assert.equal(document.getText(finding.range), 'evnFrom');
    const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
      'vscode.executeCodeActionProvider',
      document.uri,
      finding.range,
    );
    const fixes = actions.filter(({ kind }) => kind !== undefined && vscode.CodeActionKind.QuickFix.contains(kind));
    const [first] = fixes;
    assert.ok(first !== undefined);
    assert.ok(first.title.includes('envFrom'), fixes.map(({ title }) => title).join());
    assert.equal(first.isPreferred, true);
    assert.ok(first.edit !== undefined);
    await vscode.workspace.applyEdit(first.edit);
    await diagnosticsOf(document, (found) => !found.some(({ severity }) => severity === vscode.DiagnosticSeverity.Error));
    assert.ok(document.getText().includes('envFrom:'));
  });

  test('hovering readinessProbe shows the Korean note', async () => {
    const document = await openSample('deployment.yaml');
    const hover = await until(async () => {
      const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
        'vscode.executeHoverProvider',
        document.uri,
        positionOf(document, 'readinessProbe'),
      );
      const text = hovers
        .flatMap(({ contents }) => contents.map((content) => (typeof content === 'string' ? content : content.value)))
        .join('\n');
      return text === '' ? undefined : text;
    });
    assert.match(hover, /spec\.template\.spec\.containers/);
    assert.match(hover, /트래픽/, hover);
  });

  test('document symbols name every resource', async () => {
    const document = await openSample('shop.yaml');
    const symbols = await until(async () => {
      const found = await vscode.commands.executeCommand<vscode.DocumentSymbol[] | undefined>(
        'vscode.executeDocumentSymbolProvider',
        document.uri,
      );
      return found !== undefined && found.length > 0 ? found : undefined;
    });
    assert.ok(
      symbols.some(({ name }) => name.includes('StatefulSet') && name.includes('db')),
      symbols.map(({ name }) => name).join(),
    );
  });

  test('the good samples have no error and no warning', async () => {
    for (const name of [
      'deployment.yaml',
      'shop.yaml',
      'statefulset.yaml',
      'daemonset.yaml',
      'job.yaml',
      'cronjob.yaml',
      'pod.yaml',
      'storage.yaml',
      'recreate.yaml',
    ]) {
      const document = await openSample(name);
      await settled(document);
      const loud = vscode.languages.getDiagnostics(document.uri).filter(({ severity }) => severity <= vscode.DiagnosticSeverity.Warning);
      assert.deepEqual(
        loud.map(({ message }) => message),
        [],
        name,
      );
    }
  });

  test('files that are not Kubernetes get no finding at all', async () => {
    for (const text of NOT_KUBERNETES) {
      const document = await openText(text);
      await settled(document);
      assert.deepEqual(
        vscode.languages.getDiagnostics(document.uri).map(({ message }) => message),
        [],
        text,
      );
    }
  });

  test('the mistakes of the sample are found and Fix all mends what is safe', async () => {
    const document = await openSample('mistakes.yaml');
    const errors = (found: readonly vscode.Diagnostic[]): number =>
      found.filter(({ severity }) => severity === vscode.DiagnosticSeverity.Error).length;
    const before = errors(await diagnosticsOf(document, (found) => found.length > 3));
    await vscode.commands.executeCommand('kijabi.fixAll');
    // Advice on what has become readable comes in their place, so the errors are counted.
    const after = errors(await diagnosticsOf(document, (found) => errors(found) < before));
    assert.ok(after < before, `${before} errors, then ${after}`);
    const text = document.getText();
    for (const mended of [
      '      targetPort: 8080\n  type: NodePort\n',
      '  replicas: 3\n',
      'envFrom:',
      // What the next two hide is told when they are mended, but was wrong before.
      'kind: ConfigMap\n',
      '  SSH: "false"\n  PORT: "8080"\n',
      'apiVersion: batch/v1\n',
    ]) {
      assert.ok(text.includes(mended), `${mended} is not in\n${text}`);
    }
  });
});

/** Waits until the server has answered about this document, so that "no finding" means more than "not yet". */
async function settled(document: vscode.TextDocument): Promise<void> {
  await vscode.commands.executeCommand('vscode.executeDocumentSymbolProvider', document.uri);
  await new Promise((resolve) => setTimeout(resolve, 700));
}

const POD_WITH_SLIP = `apiVersion: v1
kind: Pod
metadata:
  name: slip
spec:
  containers:
    - name: app
      image: registry.example.net/app:1.0.0
      evnFrom:
        - configMapRef:
            name: settings
`;

const NOT_KUBERNETES = [
  'services:\n  web:\n    image: nginx\n    ports:\n      - "80:80"\n',
  'name: CI\non: [push]\njobs:\n  build:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: actions/checkout@v4\n',
  'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: {{ .Release.Name }}\nspec:\n  replicas: {{ .Values.replicas }}\n',
  'title: notes\nitems:\n  - one\n  - two\n',
  '',
];
