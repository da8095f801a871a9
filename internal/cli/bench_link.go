package cli

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"time"

	"throughline/internal/casework/linking"
	"throughline/internal/reckoning/linkage"
)

type benchLinkCommand struct {
	Left  int `help:"Invented women on the record." default:"100000"`
	Right int `help:"Invented arrests in the feed, a third of them of these women." default:"100000"`
}

// benchLinked is what a run prints. Times are of the wall; beside them stands how
// much of the processor they took, for a machine that does something else as well.
type benchLinked struct {
	Version string `json:"version"`
	System  string `json:"system"`
	Cores   int    `json:"cores"`
	Load    string `json:"load,omitempty"` // of the machine in the last minute, as it counts
	Left    int    `json:"left"`
	Right   int    `json:"right"`

	Candidates int64 `json:"candidate_pairs"`
	Weighed    int   `json:"arrests_compared"`
	Linked     int   `json:"over_the_threshold"`
	Wrong      int   `json:"over_the_threshold_and_wrong"`
	Known      int   `json:"arrests_of_women_here"`

	TableSeconds    float64 `json:"table_seconds"`    // putting both lists into tables
	TrainingSeconds float64 `json:"training_seconds"` // finding the frequencies
	PlanSeconds     float64 `json:"plan_seconds"`     // making the model ready, with its indexes
	ScoreSeconds    float64 `json:"score_seconds"`    // weighing every pair, on all cores
	ScoreCPU        float64 `json:"score_processor_seconds"`
	PairsPerSecond  float64 `json:"pairs_per_second"`
	PairsPerCPU     float64 `json:"pairs_per_processor_second"`
	PeakMiB         float64 `json:"peak_mib"` // resident, 0 where the system does not tell
}

// Run measures the comparison of two invented lists.
func (c benchLinkCommand) Run(ctx context.Context, t terminal) error {
	if c.Left < 1 || c.Right < 1 {
		return coded{exitUsage, fmt.Errorf("--left and --right are 1 or more")}
	}
	bar := progress{to: t.err, shown: onTerminal(t.err), unit: "records"}
	report := benchLinked{Version: version(), System: runtime.GOOS + "/" + runtime.GOARCH, Cores: runtime.GOMAXPROCS(0), Load: loadOfMachine(), Left: c.Left, Right: c.Right}
	began := time.Now()
	lap := func() float64 {
		spent := time.Since(began).Seconds()
		began = time.Now()
		return spent
	}
	women, feed, truth := inventedLists(c.Left, c.Right)
	report.TableSeconds = lap()
	model, err := linkage.TrainPolice(women, feed, rand.New(rand.NewPCG(1, 1)).IntN)
	if err != nil {
		return err
	}
	report.TrainingSeconds = lap()
	plan, err := model.Plan(women, feed)
	if err != nil {
		return err
	}
	report.PlanSeconds, report.Candidates = lap(), plan.Candidates()
	whose := make([]int32, women.Len())
	for i := range whose {
		whose[i] = int32(i)
	}
	lap()
	before := processorSeconds()
	bests, err := linking.Score(ctx, plan, whose, feed.Len(), func(done, total int) { bar.move(int64(done), int64(total)) })
	if err != nil {
		return err
	}
	report.ScoreCPU, report.ScoreSeconds = processorSeconds()-before, lap()
	bar.end()
	for i, best := range bests.List() {
		if truth[i] >= 0 {
			report.Known++
		}
		if best.Compared {
			report.Weighed++
		}
		if linkage.Usual.Decide(best) == linkage.Link {
			report.Linked++
			if best.Pair.Left != truth[i] {
				report.Wrong++
			}
		}
	}
	report.PairsPerSecond = float64(report.Candidates) / report.ScoreSeconds
	if report.ScoreCPU > 0 {
		report.PairsPerCPU = float64(report.Candidates) / report.ScoreCPU
	}
	report.PeakMiB = peakMemory()
	encoder := json.NewEncoder(t.out)
	encoder.SetIndent("", "  ")
	return encoder.Encode(report)
}

// inventedLists returns two lists of invented women and, by arrest, whose it is: -1
// for a woman who is not on the first list. A third of the arrests are of women who
// are, most of them with a name swapped, misspelt or a postcode left out.
func inventedLists(left, right int) (women, feed *linkage.Table, truth []int32) {
	draw := rand.New(rand.NewPCG(5, 7))
	syllables := []string{"AN", "BEL", "CA", "DOR", "EL", "FI", "GRA", "HA", "IS", "JO", "KA", "LI", "MA", "NO", "OL", "PE", "RO", "SA", "TA", "VI"}
	name := func(parts int) string {
		var b strings.Builder
		for range parts {
			b.WriteString(syllables[int(float64(len(syllables))*draw.Float64()*draw.Float64())])
		}
		return b.String()
	}
	born := func() string {
		return fmt.Sprintf("%d-%02d-%02d", 1950+draw.IntN(55), 1+draw.IntN(12), 1+draw.IntN(28))
	}
	words := linkage.NewWords()
	women, feed = linkage.NewTable(words, linkage.PoliceColumns...), linkage.NewTable(words, linkage.PoliceColumns...)
	for i := range left {
		values := []string{name(2 + i%2), name(3), born(), fmt.Sprintf("%s%d %d%s", name(1)[:1], 1+draw.IntN(20), 1+draw.IntN(9), name(1)[:2])}
		_ = women.Add(values...) // as many values as columns
	}
	for range right {
		other, whose := []string{name(2), name(3), born(), ""}, int32(-1)
		if draw.IntN(3) == 0 {
			whose = int32(draw.IntN(left))
			for k, column := range linkage.PoliceColumns {
				other[k] = women.Value(int(whose), column)
			}
			switch draw.IntN(5) {
			case 0:
				other[0], other[1] = other[1], other[0]
			case 1:
				other[1] = other[1][1:]
			case 2:
				other[3] = ""
			}
		}
		_, truth = feed.Add(other...), append(truth, whose)
	}
	return women, feed, truth
}

// The folder in which Linux tells of processes.
const processFolder = "/proc"

// peakMemory returns the most memory that was resident, in MiB; 0 where the system
// does not tell.
func peakMemory() float64 {
	text, err := os.ReadFile(processFolder + "/self/status")
	if err != nil {
		return 0
	}
	for line := range strings.Lines(string(text)) {
		if rest, found := strings.CutPrefix(line, "VmHWM:"); found {
			kib, err := strconv.ParseFloat(strings.TrimSuffix(strings.TrimSpace(rest), " kB"), 64)
			if err == nil {
				return kib / 1024
			}
		}
	}
	return 0
}

// processorSeconds returns how much of the processor the process took so far; 0
// where the system does not tell.
func processorSeconds() float64 {
	const ticks = 100 // a second, as Linux tells them
	text, err := os.ReadFile(processFolder + "/self/stat")
	if err != nil {
		return 0
	}
	_, rest, _ := strings.Cut(string(text), ") ")
	fields := strings.Fields(rest)
	const user, system = 11, 12 // after the name of the program and its state
	if len(fields) <= system {
		return 0
	}
	var sum float64
	for _, field := range fields[user : system+1] {
		spent, err := strconv.ParseFloat(field, 64)
		if err != nil {
			return 0
		}
		sum += spent / ticks
	}
	return sum
}

// loadOfMachine returns how many wanted to run in the last minute, as Linux tells it.
func loadOfMachine() string {
	text, err := os.ReadFile(processFolder + "/loadavg")
	if err != nil {
		return ""
	}
	return slices.Concat(strings.Fields(string(text)), []string{""})[0]
}
