package filepath

import (
	"io/fs"
	"os"
	"slices"
	"syscall"
)

var notDir error = syscall.ENOTDIR

// SkipDir is used as a return value from WalkFuncs to indicate that the directory named in the call is to be skipped.
var SkipDir error = fs.SkipDir

// SkipAll is used as a return value from WalkFuncs to indicate that all remaining files and directories are to be skipped.
var SkipAll error = fs.SkipAll

// WalkFunc is the type of the function called by Walk to visit each file or directory.
type WalkFunc func(path string, info fs.FileInfo, err error) error

// finish turns the errors that only end a walk into nil.
func finish(err error) error {
	if err == SkipDir || err == SkipAll {
		return nil
	}
	return err
}

// WalkDir walks the file tree rooted at root, calling fn for each file or directory in the tree, including root, in lexical order.
func WalkDir(root string, fn fs.WalkDirFunc) error {
	info, err := os.Lstat(root)
	if err != nil {
		return finish(fn(root, nil, err))
	}
	return finish(walkDir(root, fs.FileInfoToDirEntry(info), fn))
}

func walkDir(name string, d fs.DirEntry, fn fs.WalkDirFunc) error {
	err := fn(name, d, nil)
	if err != nil || !d.IsDir() {
		if err == SkipDir && d.IsDir() {
			return nil
		}
		return err
	}
	entries, err := os.ReadDir(name)
	if err != nil {
		// A second call, to report the error; what could be read is visited all the same.
		if err = fn(name, d, err); err == SkipDir {
			return nil
		} else if err != nil {
			return err
		}
	}
	for _, e := range entries {
		if err := walkDir(Join(name, e.Name()), e, fn); err == SkipDir {
			break
		} else if err != nil {
			return err
		}
	}
	return nil
}

// Walk walks the file tree rooted at root, calling fn for each file or directory in the tree, including root, in lexical order. WalkDir is more efficient.
func Walk(root string, fn WalkFunc) error {
	info, err := os.Lstat(root)
	if err != nil {
		return finish(fn(root, nil, err))
	}
	return finish(walk(root, info, fn))
}

func walk(name string, info fs.FileInfo, fn WalkFunc) error {
	if !info.IsDir() {
		return fn(name, info, nil)
	}
	names, err := dirNames(name)
	err1 := fn(name, info, err)
	if err != nil || err1 != nil {
		return err1
	}
	for _, n := range names {
		file := Join(name, n)
		info, err := os.Lstat(file)
		if err != nil {
			if err = fn(file, info, err); err == SkipDir {
				err = nil
			}
		} else if err = walk(file, info, fn); err == SkipDir && info.IsDir() {
			err = nil
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func dirNames(dir string) ([]string, error) {
	f, err := os.Open(dir)
	if err != nil {
		return nil, err
	}
	names, err := f.Readdirnames(-1)
	f.Close()
	if err != nil {
		return nil, err
	}
	slices.Sort(names)
	return names, nil
}
