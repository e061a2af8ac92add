// The Go judge: a publication of ours (docs/spec/03-ledger.md) in the eyes of Go's own
// golang.org/x/mod/sumdb/note and sumdb/tlog, the libraries behind Go's checksum database.
//
//	go_judge check FOLDER VKEY   the whole publication; one line, exit code 0 or 1
//	go_judge proofs              one claim a line on standard input, one answer a line
//	go_judge parse KIND [VKEY]   framed inputs on standard input, one answer a line (parse.go)
//
// An answer is "ok" and what was read, or "no" and why.
package main

import (
	"bufio"
	"fmt"
	"os"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Println("no", err)
		os.Exit(1)
	}
}

func run(args []string) error {
	out := bufio.NewWriter(os.Stdout)
	defer out.Flush()
	switch {
	case len(args) == 3 && args[0] == "check":
		tree, err := checkPublication(args[1], args[2])
		if err == nil {
			fmt.Fprintf(out, "ok %d %x\n", tree.N, tree.Hash[:])
		}
		return err
	case len(args) == 1 && args[0] == "proofs":
		return judgeProofs(os.Stdin, out)
	case len(args) >= 2 && args[0] == "parse":
		return judgeFrames(args[1], args[2:], os.Stdin, out)
	}
	return fmt.Errorf("unknown command %q; see the head of main.go", args)
}
