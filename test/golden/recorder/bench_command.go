package main

import (
	"fmt"
	"os"
	"strconv"

	"kijabi/recorder/schedule"
)

func runBench(arguments []string) error {
	if len(arguments) != 3 {
		return fmt.Errorf("bench needs NODES PODS and plain, spread or anti")
	}
	nodes, err := strconv.Atoi(arguments[0])
	if err != nil {
		return err
	}
	pods, err := strconv.Atoi(arguments[1])
	if err != nil {
		return err
	}
	if nodes < 1 || pods < 1 {
		return fmt.Errorf("bench needs a node and a pod")
	}
	timing, err := schedule.Bench(nodes, pods, arguments[2])
	if err != nil {
		return err
	}
	out := newLines(os.Stdout)
	defer out.flush()
	return out.write(timing)
}
