using System.Globalization;
using ResilienceGate.LocalCluster.Nodes.Isolation.Cgroups;

namespace ResilienceGate.LocalCluster.Nodes.Isolation.Namespaces;

/// <summary>The command lines that bring a process into a container.</summary>
internal sealed record ContainerEntrance
{
    // The child of this shell is the first process: of the PID namespace that was made or chosen for its children. Of
    // a signal that ended it the shell says nothing but its exit code.
    private const string FirstScript = $$"""
        exec 3>&2 2>/dev/null
        (
          set -e
          read -r pid rest </proc/self/stat
          path=$PATH PATH=$1 directory=$2 mounts=$3
          shift 3
          mirror() {
            machine=/.machine/mirror$1 mirror=$1
            mkdir -p "$machine"
            mount --rbind "$mirror" "$machine"
            mount -t tmpfs -o mode=755,size=4m mirror "$mirror"
            set --
            for entry in "$machine"/* "$machine"/.[!.]*; do
              if [ -e "$entry" ] || [ -L "$entry" ]; then set -- "$@" "$entry"; fi
            done
            if [ $# -gt 0 ]; then ln -s "$@" "$mirror/"; fi
          }
          while [ "$1" != -- ]; do
            case $1 in
              mirror) mirror "$2" ;;
              directory) [ -d "$2" ] || mkdir -p "$2" ;;
              file) mkdir -p "${2%/*}"; : >"$2" ;;
            esac
            shift 2
          done
          shift
          mount --all --fstab "$mounts"
          {{NamespaceScript.Join}}
          cd "$directory"
          unset OLDPWD
          echo "ready $pid"
          PATH=$path
          exec "$@"
        ) 2>&3 3>&-
        exit $?
        """;

    private const string FurtherScript = $"""
        {NamespaceScript.Join}
        cd "$0" && unset OLDPWD && exec "$@"
        """;

    public required Tools Tools { get; init; }

    /// <summary>The process that holds the pod's namespaces.</summary>
    public required int Pod { get; init; }

    public required ProcessNamespace ProcessNamespace { get; init; }
    public required Privileges Privileges { get; init; }

    /// <summary>Whether the program controls a terminal: only a session that it sees itself in can have its jobs there.</summary>
    public bool OnTerminal { get; init; }

    /// <summary>For the first process: into the pod's namespaces, and into new ones for the container.</summary>
    /// <param name="group">The container's.</param>
    /// <param name="directory">Where the process begins.</param>
    /// <param name="steps">What goes before the mounts.</param>
    /// <param name="table">The file of the mounts.</param>
    public IReadOnlyList<string> First(ICgroup group, string directory, IReadOnlyList<string> steps, string table) =>
        [
            .. Enter(Pod),
            .. ProcessNamespace is ProcessNamespace.Of { Process: var seen }
                ? new[] { string.Create(CultureInfo.InvariantCulture, $"--pid=/proc/{seen}/ns/pid"), "--no-fork" }
                : [],
            .. new[] { "--", Tools.Unshare, "--mount" },
            .. ProcessNamespace is ProcessNamespace.Own ? new[] { "--pid" } : [],
            .. new[] { "--", Tools.Shell, "-c", FirstScript, "container", Tools.Path, directory, table },
            .. steps,
            "--",
            .. group.ProcessFiles,
            "--",
            .. Terminal,
            .. Privileges.Words(Tools.Setpriv),
        ];

    /// <summary>For every further one: into the namespaces of the first.</summary>
    /// <param name="group">The container's.</param>
    /// <param name="directory">Where the process begins.</param>
    /// <param name="first">The first process.</param>
    public IReadOnlyList<string> Further(ICgroup group, string directory, int first) =>
        [
            .. Enter(first),
            .. new[] { "--pid", "--", Tools.Shell, "-c", FurtherScript, directory },
            .. group.ProcessFiles,
            "--",
            .. Terminal,
            .. Privileges.Words(Tools.Setpriv),
        ];

    private string[] Terminal => OnTerminal ? [Tools.Setsid, "-c"] : [];

    private string[] Enter(int process) =>
        [
            Tools.Nsenter,
            string.Create(CultureInfo.InvariantCulture, $"--target={process}"),
            "--net",
            "--uts",
            "--ipc",
            "--mount",
        ];
}
