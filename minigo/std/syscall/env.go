package syscall

import (
	"sync"
	_ "unsafe" // for go:linkname
)

//go:linkname runtime_envs runtime.envs
func runtime_envs() []string

var (
	envOnce sync.Once
	envLock sync.RWMutex
	env     map[string]int // name -> index in envs; the first one counts
	envs    []string       // "" where unset
)

func copyenv() {
	envs = runtime_envs()
	env = make(map[string]int)
	for i, s := range envs {
		for j := 0; j < len(s); j++ {
			if s[j] == '=' {
				if _, ok := env[s[:j]]; !ok {
					env[s[:j]] = i
				} else {
					envs[i] = ""
				}
				break
			}
		}
	}
}

// Getenv looks a variable of the environment up.
func Getenv(key string) (value string, found bool) {
	envOnce.Do(copyenv)
	if len(key) == 0 {
		return "", false
	}
	envLock.RLock()
	defer envLock.RUnlock()
	i, ok := env[key]
	if !ok {
		return "", false
	}
	return envs[i][len(key)+1:], true
}

// Setenv sets a variable.
func Setenv(key, value string) error {
	envOnce.Do(copyenv)
	if len(key) == 0 {
		return EINVAL
	}
	for i := 0; i < len(key); i++ {
		if key[i] == '=' || key[i] == 0 {
			return EINVAL
		}
	}
	for i := 0; i < len(value); i++ {
		if value[i] == 0 {
			return EINVAL
		}
	}
	envLock.Lock()
	defer envLock.Unlock()
	kv := key + "=" + value
	if i, ok := env[key]; ok {
		envs[i] = kv
	} else {
		env[key] = len(envs)
		envs = append(envs, kv)
	}
	return nil
}

// Unsetenv removes a variable.
func Unsetenv(key string) error {
	envOnce.Do(copyenv)
	envLock.Lock()
	defer envLock.Unlock()
	if i, ok := env[key]; ok {
		envs[i] = ""
		delete(env, key)
	}
	return nil
}

// Clearenv removes all variables.
func Clearenv() {
	envOnce.Do(copyenv)
	envLock.Lock()
	defer envLock.Unlock()
	env = make(map[string]int)
	envs = nil
}

// Environ returns the environment as key=value strings.
func Environ() []string {
	envOnce.Do(copyenv)
	envLock.RLock()
	defer envLock.RUnlock()
	r := make([]string, 0, len(envs))
	for _, s := range envs {
		if s != "" {
			r = append(r, s)
		}
	}
	return r
}
