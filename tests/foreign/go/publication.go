package main

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

const height = 8 // tiles are 256 wide

// folder reads tiles for tlog, which writes their height into the path, as C2SP does not.
type folder string

func (f folder) Height() int                         { return height }
func (f folder) SaveTiles(_ []tlog.Tile, _ [][]byte) {}

func (f folder) path(tile tlog.Tile) string {
	path := strings.Replace(tile.Path(), "tile/8/", "tile/", 1)
	return filepath.Join(string(f), strings.Replace(path, "tile/data/", "tile/entries/", 1))
}

func (f folder) ReadTiles(tiles []tlog.Tile) ([][]byte, error) {
	var all [][]byte
	for _, tile := range tiles {
		data, err := os.ReadFile(f.path(tile))
		if err != nil {
			return nil, err
		}
		all = append(all, data)
	}
	return all, nil
}

// openNote verifies a checkpoint with the log's key. ParseTree wants the origin of Go's own
// database in the first line, so that line is judged here and then exchanged.
func openNote(msg []byte, verifier note.Verifier) (tlog.Tree, error) {
	opened, err := note.Open(msg, note.VerifierList(verifier))
	if err != nil {
		return tlog.Tree{}, err
	}
	origin, rest, _ := strings.Cut(opened.Text, "\n")
	if origin != verifier.Name() {
		return tlog.Tree{}, fmt.Errorf("origin %q, key of %q", origin, verifier.Name())
	}
	return tlog.ParseTree([]byte("go.sum database tree\n" + rest))
}

// splitBundle cuts an entries tile: each entry behind its length, two bytes big-endian.
func splitBundle(data []byte, count int) ([][]byte, error) {
	var entries [][]byte
	for len(entries) < count {
		if len(data) < 2 || len(data)-2 < int(binary.BigEndian.Uint16(data)) {
			return nil, fmt.Errorf("entries tile ends in entry %d of %d", len(entries), count)
		}
		end := 2 + int(binary.BigEndian.Uint16(data))
		entries, data = append(entries, data[2:end]), data[end:]
	}
	if len(data) > 0 {
		return nil, fmt.Errorf("%d bytes behind the last entry", len(data))
	}
	return entries, nil
}

// checkPublication verifies note, all tiles on all levels, every entry's leaf hash and, for
// samples, proofs that tlog makes out of these tiles.
func checkPublication(root, vkey string) (tlog.Tree, error) {
	msg, err := os.ReadFile(filepath.Join(root, "checkpoint"))
	if err != nil {
		return tlog.Tree{}, err
	}
	verifier, err := note.NewVerifier(vkey)
	if err != nil {
		return tlog.Tree{}, err
	}
	tree, err := openNote(msg, verifier)
	if err == nil && tree.N == 0 {
		err = errors.New("empty tree")
	}
	if err != nil {
		return tlog.Tree{}, err
	}
	reader := tlog.TileHashReader(tree, folder(root))
	if err := checkTiles(folder(root), tree, reader); err != nil {
		return tlog.Tree{}, err
	}
	return tree, checkSamples(tree, reader)
}

func checkTiles(root folder, tree tlog.Tree, reader tlog.HashReader) error {
	for level := 0; tree.N>>(height*level) > 0; level++ {
		count := tree.N >> (height * level)
		for n := int64(0); n<<height < count; n++ {
			width := min(count-n<<height, 1<<height)
			tile := tlog.Tile{H: height, L: level, N: n, W: int(width)}
			hashes, err := tlog.ReadTileData(tile, reader) // authenticated against the root
			if err != nil {
				return fmt.Errorf("%s: %w", tile.Path(), err)
			}
			if level == 0 {
				err = checkEntries(root, tile, hashes)
			}
			if err != nil {
				return err
			}
		}
	}
	return nil
}

func checkEntries(root folder, tile tlog.Tile, hashes []byte) error {
	tile.L = -1
	data, err := os.ReadFile(root.path(tile))
	if err != nil {
		return err
	}
	entries, err := splitBundle(data, tile.W)
	if err != nil {
		return err
	}
	for i, entry := range entries {
		hash := tlog.RecordHash(entry)
		if !bytes.Equal(hash[:], hashes[i*tlog.HashSize:(i+1)*tlog.HashSize]) {
			return fmt.Errorf("leaf %d differs", tile.N<<height+int64(i))
		}
	}
	return nil
}

// checkSamples proves the first, the last and some entries between, and the prefixes before them.
func checkSamples(tree tlog.Tree, reader tlog.HashReader) error {
	for _, n := range []int64{0, 1, tree.N / 3, tree.N / 2, tree.N - 2, tree.N - 1} {
		if n < 0 || n >= tree.N {
			continue
		}
		leaf, err := reader.ReadHashes([]int64{tlog.StoredHashIndex(0, n)})
		if err != nil {
			return err
		}
		path, err := tlog.ProveRecord(tree.N, n, reader)
		if err == nil {
			err = tlog.CheckRecord(path, tree.N, tree.Hash, n, leaf[0])
		}
		if err != nil {
			return fmt.Errorf("entry %d: %w", n, err)
		}
		old, err := tlog.TreeHash(n+1, reader)
		if err != nil {
			return err
		}
		proof, err := tlog.ProveTree(tree.N, n+1, reader)
		if err == nil {
			err = tlog.CheckTree(proof, tree.N, tree.Hash, n+1, old)
		}
		if err != nil {
			return fmt.Errorf("first %d entries: %w", n+1, err)
		}
	}
	return nil
}

func min(a, b int64) int64 {
	if a < b {
		return a
	}
	return b
}
