/** Addresses and blocks as Go reads and writes them. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { contains, formatCidr, formatIp, type IpBlock, parseCidr, parseIp } from '../../server/src/core/kube/ip.ts';

test('addresses have one canonical form', () => {
  const canonical = (text: string): string | undefined => {
    const address = parseIp(text);
    return address === undefined ? undefined : formatIp(address);
  };
  assert.equal(canonical('010.0.0.1'), '10.0.0.1');
  assert.equal(canonical('2001:0DB8:0:0:0:0:0:1'), '2001:db8::1');
  assert.equal(canonical('1:0:0:2:0:0:0:3'), '1:0:0:2::3');
  assert.equal(canonical('1:0:2:3:4:5:6:7'), '1:0:2:3:4:5:6:7');
  assert.equal(canonical('::ffff:1.2.3.4'), '1.2.3.4');
  assert.equal(canonical('::'), '::');
  for (const wrong of ['', '1.2.3', '1.2.3.256', '1.2.3.4.5', ':::', '1::2::3', '1:2:3:4:5:6:7', 'fe80::1%eth0', '::1.2.3', 'g::']) {
    assert.equal(parseIp(wrong), undefined, wrong);
  }
});

test('any address survives being written and read', () => {
  fc.assert(
    fc.property(fc.oneof(fc.ipV4(), fc.ipV6()), (text) => {
      const address = parseIp(text);
      assert.ok(address !== undefined, text);
      const again = parseIp(formatIp(address));
      assert.equal(again?.value, address.value);
    }),
  );
});

test('a block begins at its first address and holds smaller ones', () => {
  const block = (text: string): IpBlock => parseCidr(text) ?? assert.fail(text);
  assert.equal(formatCidr(block('10.1.2.3/8')), '10.0.0.0/8');
  assert.equal(formatCidr(block('2001:db8::1/32')), '2001:db8::/32');
  assert.ok(contains(block('10.0.0.0/8'), block('10.1.0.0/16')));
  assert.ok(!contains(block('10.1.0.0/16'), block('10.0.0.0/8')));
  assert.ok(!contains(block('10.0.0.0/8'), block('fd00::/64')));
  for (const wrong of ['10.0.0.0', '10.0.0.0/33', '10.0.0.0/-1', '10.0.0.0/', 'x/8']) assert.equal(parseCidr(wrong), undefined, wrong);
});
