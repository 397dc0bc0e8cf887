// Tests send no telemetry, so no machine has to be told from another.
exports.getDeviceId = async () => 'test';
