package schedule

import (
	"context"
	"slices"
	"sort"

	corev1 "k8s.io/api/core/v1"
	policyv1 "k8s.io/api/policy/v1"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/apimachinery/pkg/util/sets"
	corev1helpers "k8s.io/component-helpers/scheduling/corev1"
	extenderv1 "k8s.io/kube-scheduler/extender/v1"
	fwk "k8s.io/kube-scheduler/framework"
	"k8s.io/kubernetes/pkg/scheduler"
	"k8s.io/kubernetes/pkg/scheduler/framework"
	"k8s.io/kubernetes/pkg/scheduler/util"
)

// leftOut is never shown: it scores 0 without claims.
const leftOut = "DynamicResources"

// inspection asks every plugin about one pod, before the scheduler's own cycle.
type inspection struct {
	scheduler *scheduler.Scheduler
	*plugins
	pod   *corev1.Pod
	state fwk.CycleState
	nodes []fwk.NodeInfo // in snapshot order

	verdicts map[string]*fwk.Status // of the scheduler's own per-node filter run
	asked    sets.Set[string]       // names of the nodes that preFilter left; nil: all
	broken   bool                   // a filter ended in an error, and with it the cycle
}

// inspect fills in everything of an attempt that the scheduler itself does not tell.
func inspect(ctx context.Context, scheduler *scheduler.Scheduler, plugins *plugins, pod *corev1.Pod, attempt *Attempt) error {
	nodes, err := plugins.snapshot.NodeInfos().List()
	if err != nil {
		return err
	}
	i := &inspection{scheduler: scheduler, plugins: plugins, pod: pod, state: framework.NewCycleState(), nodes: nodes, verdicts: map[string]*fwk.Status{}}
	attempt.StartIndex = startIndexOf(scheduler)
	if len(nodes) == 0 {
		return nil
	}
	if !i.preFilter(ctx, attempt) {
		return nil
	}
	i.filter(ctx, attempt)
	feasible := i.walk(attempt)
	if i.broken {
		return nil
	}
	if len(feasible) > 0 {
		return i.score(ctx, feasible, attempt)
	}
	return i.preempt(ctx, attempt)
}

func (i *inspection) preFilter(ctx context.Context, attempt *Attempt) bool {
	result, status, rejecting := i.profile.RunPreFilterPlugins(ctx, i.state, i.pod)
	if !status.IsSuccess() {
		attempt.PreFilter = PreFilter{Code: status.Code().String(), Plugin: status.Plugin(), Reasons: reasonsOf(status.Plugin(), status)}
		return false
	}
	attempt.PreFilter = PreFilter{Code: fwk.Success.String(), Reasons: []string{}}
	if !result.AllNodes() {
		i.asked = result.NodeNames
		attempt.PreFilter.Nodes = sets.List(result.NodeNames)
		outside := fwk.NewStatus(fwk.UnschedulableAndUnresolvable, "node(s) didn't satisfy plugin(s) "+sliceText(sets.List(rejecting)))
		for _, node := range i.nodes {
			if !i.asked.Has(nameOf(node)) {
				i.verdicts[nameOf(node)] = outside
			}
		}
	}
	return true
}

// filter asks every plugin about every node, alone and as the scheduler runs them.
func (i *inspection) filter(ctx context.Context, attempt *Attempt) {
	filters, all := []Rejected{}, []Rejected{}
	for _, node := range i.nodes {
		status, outside := i.verdicts[nameOf(node)]
		if !outside {
			status = i.profile.RunFilterPluginsWithNominatedPods(ctx, i.state, i.pod, node)
			i.verdicts[nameOf(node)] = status
		}
		if !status.IsSuccess() {
			filters = append(filters, rejection(node, status.Plugin(), status))
		}
		for _, plugin := range i.filters {
			if i.state.GetSkipFilterPlugins().Has(plugin.Name()) {
				continue
			}
			if status := plugin.Filter(ctx, i.state, i.pod, node); !status.IsSuccess() {
				all = append(all, rejection(node, plugin.Name(), status))
			}
		}
	}
	attempt.Filters, attempt.AllFilters = &filters, &all
}

func rejection(node fwk.NodeInfo, plugin string, status *fwk.Status) Rejected {
	return Rejected{Node: nameOf(node), Plugin: plugin, Code: status.Code().String(), Reasons: reasonsOf(plugin, status)}
}

// walk goes over the nodes as findNodesThatPassFilters does with parallelism 1: from startIndex, until one more than enough
// fit. It counts the filter runs.
func (i *inspection) walk(attempt *Attempt) []fwk.NodeInfo {
	evaluated := 0
	if nominated := i.pod.Status.NominatedNodeName; nominated != "" {
		if at := slices.IndexFunc(i.nodes, func(node fwk.NodeInfo) bool { return nameOf(node) == nominated }); at >= 0 {
			evaluated++
			if i.verdicts[nominated].IsSuccess() {
				attempt.Shortcut, attempt.Evaluated = nominated, evaluated
				return i.feasible(attempt, i.nodes[at:at+1])
			}
		}
	}
	nodes := i.nodes
	if i.asked != nil {
		nodes = slices.DeleteFunc(slices.Clone(nodes), func(node fwk.NodeInfo) bool { return !i.asked.Has(nameOf(node)) })
	}
	enough := int(nodesToFind(i.scheduler, i.profile.PercentageOfNodesToScore(), int32(len(nodes))))
	if !i.profile.HasScorePlugins() {
		enough = 1
	}
	var fitting []fwk.NodeInfo
	for k := range nodes {
		node := nodes[(attempt.StartIndex+k)%len(nodes)]
		evaluated++
		verdict := i.verdicts[nameOf(node)]
		if verdict.Code() == fwk.Error {
			i.broken = true
			break
		}
		if !verdict.IsSuccess() {
			continue
		}
		if len(fitting) == enough {
			break
		}
		fitting = append(fitting, node)
	}
	attempt.Evaluated = evaluated
	return i.feasible(attempt, fitting)
}

func (i *inspection) feasible(attempt *Attempt, nodes []fwk.NodeInfo) []fwk.NodeInfo {
	names := []string{}
	for _, node := range nodes {
		names = append(names, nameOf(node))
	}
	attempt.Feasible = &names
	attempt.Scored = len(nodes) > 1 && i.profile.HasScorePlugins()
	return nodes
}

// score does what prioritizeNodes does, keeping the raw scores.
func (i *inspection) score(ctx context.Context, nodes []fwk.NodeInfo, attempt *Attempt) error {
	if status := i.profile.RunPreScorePlugins(ctx, i.state, i.pod, nodes); !status.IsSuccess() {
		return status.AsError()
	}
	rows := map[string][]Score{}
	totals := Totals{}
	for _, node := range nodes {
		totals[nameOf(node)] = 0
	}
	for _, plugin := range i.scorers {
		if i.state.GetSkipScorePlugins().Has(plugin.Name()) {
			continue
		}
		raw := make(fwk.NodeScoreList, len(nodes))
		for k, node := range nodes {
			score, status := plugin.Score(ctx, i.state, i.pod, node)
			if !status.IsSuccess() {
				return status.AsError()
			}
			raw[k] = fwk.NodeScore{Name: nameOf(node), Score: score}
		}
		normalized := slices.Clone(raw)
		if extensions := plugin.ScoreExtensions(); extensions != nil {
			if status := extensions.NormalizeScore(ctx, i.state, i.pod, normalized); !status.IsSuccess() {
				return status.AsError()
			}
		}
		weight := int64(i.weights[plugin.Name()])
		for k, node := range nodes {
			totals[nameOf(node)] += normalized[k].Score * weight
			if plugin.Name() != leftOut {
				rows[nameOf(node)] = append(rows[nameOf(node)], Score{nameOf(node), plugin.Name(), raw[k].Score, normalized[k].Score, weight, normalized[k].Score * weight})
			}
		}
	}
	scores := []Score{}
	for _, node := range i.nodes {
		scores = append(scores, rows[nameOf(node)]...)
	}
	attempt.Scores, attempt.Totals = &scores, &totals
	attempt.Best = bestOf(nodes, totals)
	return nil
}

func bestOf(nodes []fwk.NodeInfo, totals Totals) []string {
	var most int64 = -1
	best := []string{}
	for _, node := range nodes {
		total := totals[nameOf(node)]
		if total > most {
			most, best = total, []string{}
		}
		if total == most {
			best = append(best, nameOf(node))
		}
	}
	return best
}

// preempt tries preemption out on every node where it could help.
func (i *inspection) preempt(ctx context.Context, attempt *Attempt) error {
	if i.preemption == nil {
		return nil
	}
	var helpful []fwk.NodeInfo
	for _, node := range i.nodes {
		if i.verdicts[nameOf(node)].Code() == fwk.Unschedulable {
			helpful = append(helpful, node)
		}
	}
	if len(helpful) == 0 {
		return nil
	}
	var budgets []*policyv1.PodDisruptionBudget
	if lister := i.preemption.Evaluator.PdbLister; lister != nil {
		listed, err := lister.List(labels.Everything())
		if err != nil {
			return err
		}
		budgets = listed
	}
	candidates, statuses, err := i.preemption.Evaluator.DryRunPreemption(ctx, i.state, i.pod, helpful, budgets, 0, int32(len(helpful))+1)
	if err != nil {
		return err
	}
	victims := map[string]*extenderv1.Victims{}
	for _, candidate := range candidates {
		victims[candidate.Name()] = candidate.Victims()
	}
	for _, node := range helpful {
		name := nameOf(node)
		if found, has := victims[name]; has {
			attempt.Candidates = append(attempt.Candidates, candidateOf(name, found))
			continue
		}
		status := statuses.Get(name)
		reasons := append([]string{}, status.Reasons()...)
		sort.Strings(reasons)
		attempt.Candidates = append(attempt.Candidates, Candidate{Node: name, Code: status.Code().String(), Reasons: reasons})
	}
	return nil
}

// candidateOf ranks a candidate as pickOneNodeForPreemption does.
func candidateOf(node string, victims *extenderv1.Victims) Candidate {
	names := []string{}
	rank := Rank{HighestPriority: int64(corev1helpers.PodPriority(victims.Pods[0])), Victims: int64(len(victims.Pods))}
	for _, pod := range victims.Pods {
		names = append(names, keyOf(pod))
		rank.PrioritySum += int64(corev1helpers.PodPriority(pod)) + 1<<31
	}
	if earliest := util.GetEarliestPodStartTime(victims); earliest != nil {
		rank.MinusEarliestStart = -earliest.Unix()
	}
	return Candidate{Node: node, Victims: &names, PDBViolations: &victims.NumPDBViolations, Rank: &rank}
}

// standard are the reasons of NodeResourcesFit that come in a fixed order; those of extended resources come in map order.
var standard = []string{"Too many pods", "Insufficient cpu", "Insufficient memory", "Insufficient ephemeral-storage"}

func reasonsOf(plugin string, status *fwk.Status) []string {
	reasons := append([]string{}, status.Reasons()...)
	if plugin == "NodeResourcesFit" {
		sort.SliceStable(reasons, func(a, b int) bool {
			left, right := standardRank(reasons[a]), standardRank(reasons[b])
			return left < right || (left == right && left == len(standard) && reasons[a] < reasons[b])
		})
	}
	return reasons
}

func standardRank(reason string) int {
	if at := slices.Index(standard, reason); at >= 0 {
		return at
	}
	return len(standard)
}

func nameOf(node fwk.NodeInfo) string { return node.Node().Name }

func sliceText(names []string) string {
	text := "["
	for k, name := range names {
		if k > 0 {
			text += " "
		}
		text += name
	}
	return text + "]"
}
