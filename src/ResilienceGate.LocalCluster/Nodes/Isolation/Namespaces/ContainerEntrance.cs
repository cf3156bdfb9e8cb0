using System.Globalization;
using ResilienceGate.LocalCluster.Nodes.Isolation.Cgroups;

namespace ResilienceGate.LocalCluster.Nodes.Isolation.Namespaces;

/// <summary>The command lines that bring a process into a container.</summary>
internal sealed record ContainerEntrance
{
    // The child of this shell is the first process: of the PID namespace that was made or chosen for its children. Of
    // a signal that ended it the shell says nothing but its exit code.
    private const string ParentScript = """
        exec 3>&2 2>/dev/null
        "$@" 2>&3 3>&-
        exit $?
        """;

    private const string FirstScript = $$"""
        set -e
        read -r pid rest </proc/self/stat
        path=$PATH PATH=$1 directory=$2
        shift 2
        mirror() {
          mkdir -p "/.machine/mirror$1"
          mount --rbind "$1" "/.machine/mirror$1"
          mount -t tmpfs -o mode=755,size=4m mirror "$1"
          directory_mirrored=$1
          set --
          for entry in "/.machine/mirror$directory_mirrored"/* "/.machine/mirror$directory_mirrored"/.[!.]*; do
            if [ -e "$entry" ] || [ -L "$entry" ]; then set -- "$@" "$entry"; fi
          done
          if [ $# -gt 0 ]; then ln -s "$@" "$directory_mirrored/"; fi
        }
        mount -t proc proc /proc
        while [ "$1" != -- ]; do
          case $1 in
            mirror) mirror "$2"; shift 2 ;;
            directory) [ -d "$2" ] || mkdir -p "$2"; shift 2 ;;
            file) [ -e "$2" ] || { mkdir -p "${2%/*}"; : >"$2"; }; shift 2 ;;
            write) [ -e "$2" ] || mkdir -p "$2"; mount --bind "$2" "$3"; shift 3 ;;
            read) [ -e "$2" ] || mkdir -p "$2"; mount -o bind,ro "$2" "$3"; shift 3 ;;
          esac
        done
        shift
        {{NamespaceScript.Join}}
        cd "$directory"
        unset OLDPWD
        echo "ready $pid"
        PATH=$path
        exec "$@"
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

    /// <summary>For the first process: into the pod's namespaces, and into new ones for the container.</summary>
    /// <param name="group">The container's.</param>
    /// <param name="directory">Where the process begins.</param>
    /// <param name="mounts">The steps of its <see cref="MountPlan"/>.</param>
    public IReadOnlyList<string> First(ICgroup group, string directory, IReadOnlyList<string> mounts) =>
        [
            .. Enter(Pod),
            .. ProcessNamespace is ProcessNamespace.Of { Process: var seen }
                ? new[] { string.Create(CultureInfo.InvariantCulture, $"--pid=/proc/{seen}/ns/pid"), "--no-fork" }
                : [],
            .. new[] { "--", Tools.Unshare, "--mount" },
            .. ProcessNamespace is ProcessNamespace.Own ? new[] { "--pid" } : [],
            .. new[] { "--", Tools.Shell, "-c", ParentScript, "parent" },
            .. new[] { Tools.Shell, "-c", FirstScript, "container", Tools.Path, directory },
            .. mounts,
            "--",
            .. group.ProcessFiles,
            "--",
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
            .. Privileges.Words(Tools.Setpriv),
        ];

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
