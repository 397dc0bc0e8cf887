// Command recorder asks the real Kubernetes: it runs the release's own code in this process, without a cluster.
package main

import (
	"fmt"
	"os"
	"sort"

	"github.com/go-logr/logr"
	"k8s.io/klog/v2"
)

// command is one thing that can be asked. An error ends the program with status 2.
type command struct {
	usage string
	run   func(arguments []string) error
}

var commands = map[string]command{
	"bench":    {"bench NODES PODS plain|spread|anti            milliseconds of the real scheduler on this machine", runBench},
	"run":      {"run [--runs N] FILE…                       what the controllers make of scenarios (.jsonl) in virtual time", runRun},
	"schedule": {"schedule [--config FILE] [--runs N] FILE…  what the scheduler does with the pending pods of a cluster", runSchedule},
	"vectors":  {"vectors NAME.jsonl…                      what the pure function NAME gives for the inputs of a file of vectors", runVectors},
	"validate": {"validate [--crd FILE]… FILE…      verdicts of the API server on YAML files (- is stdin), or on every `yaml` of a .jsonl", runValidate},
}

func main() {
	klog.SetLogger(logr.Discard())
	if len(os.Args) > 1 {
		if asked, known := commands[os.Args[1]]; known {
			if err := asked.run(os.Args[2:]); err != nil {
				fail(err)
			}
			return
		}
	}
	usage()
}

func usage() {
	names := []string{}
	for name := range commands {
		names = append(names, name)
	}
	sort.Strings(names)
	fmt.Fprintln(os.Stderr, "usage:")
	for _, name := range names {
		fmt.Fprintln(os.Stderr, "  recorder", commands[name].usage)
	}
	os.Exit(2)
}

func fail(err error) {
	fmt.Fprintln(os.Stderr, "recorder:", err)
	os.Exit(2)
}
