// Package bubble plays code in virtual time: clocks stand still until every goroutine waits for them.
package bubble

import (
	"errors"
	"fmt"
	"os"
	"os/signal"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	utilruntime "k8s.io/apimachinery/pkg/util/runtime"
)

// Play runs f in a bubble of its own, which ends when all goroutines started in it have ended.
type Play func(f func())

// Inside runs work and ends the program. testing/synctest wants a *testing.T, which only the testing package can make, so
// work runs as the one test of this program.
func Inside(work func(play Play) error) {
	// The handlers slow callers down by the real clock, which never moves in a bubble.
	utilruntime.ErrorHandlers = nil
	os.Args = os.Args[:1]
	// The runtime's signal goroutine must not be born in a bubble.
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, syscall.SIGUSR2)
	signal.Stop(signals)
	body := func(t *testing.T) {
		play := func(f func()) { synctest.Test(t, func(*testing.T) { f() }) }
		if err := work(play); err != nil {
			fmt.Fprintln(os.Stderr, "recorder:", err)
			os.Exit(2)
		}
		os.Exit(0)
	}
	everything := func(string, string) (bool, error) { return true, nil }
	testing.Main(everything, []testing.InternalTest{{Name: "recorder", F: body}}, nil, nil)
}

// Settle waits until nothing moves any more at this instant.
func Settle() { synctest.Wait() }

// End cancels what runs in the bubble and lets time pass until even what looks up once in a while has noticed.
func End(cancel func()) {
	cancel()
	time.Sleep(time.Hour)
	synctest.Wait()
}

// SleepUntil moves the clock to an instant.
func SleepUntil(instant time.Time) { time.Sleep(time.Until(instant)) }

// ErrStuck says that something did not come to rest.
var ErrStuck = errors.New("did not come to rest")
