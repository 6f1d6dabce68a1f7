// Questions that a stranger understands without their source, labelled by hand.
#pragma once

namespace generator::qa {

/// 145 about Jarvis that another tool's model made (../shared/data/jarvis; drawn by chance, without
/// a look at what our rules say of them), 47 that our rules made of HDF5's guide and source code,
/// and 8 about HDF5 that were written for this.
inline constexpr const char* kGoodQuestions[] = {
    "How do I configure the ExampleInterceptor?",
    "What does the `setUp` method accomplish in the `TestPkgLifecycleMethods` test case?",
    "What happens when `expand_env()` is passed a type that is not str, dict, list, or "
    "tuple?",
    "What parameters must be present in `self.config` for mounting the OrangeFS client?",
    "How do I configure PsshExecInfo with a user and private key?",
    "What does the function `rg.get_common_storage()` do?",
    "How does `_unset_vfd_vars` build the command string to unset environment variables?",
    "How does `from_gigabytes()` calculate the byte value?",
    "What does the section that checks `self.config['ofs_mode'] != 'kern'` accomplish?",
    "How does the `SshExecInfo` class incorporate a username into the SSH command when "
    "the `user` attribute is set?",
    "What does the `cleanup_nonexistent_repos()` method do?",
    "What is the effect of the `local` flag in `find_net_info()`?",
    "How does ContainerBuildExec.run propagate the results from the delegate?",
    "How do I delete a module using the Jarvis CLI?",
    "What are the parameters for the `jarvis ppl index copy` command?",
    "How do I copy application files to remote hosts using JarvisCD?",
    "What does the `Which` class command construction look like?",
    "How do I instantiate ResourceGraphManager so it auto‑loads the graph?",
    "What does the `merge()` method do in the SmallDf class?",
    "What types of objects can the `PipelineZip.zip` list contain?",
    "How are real‑time section options incorporated into the mkfs.xfs command?",
    "How does `load_resource_graph` handle a missing resource graph file?",
    "What does the command `jarvis mod cd <module>` do?",
    "What method is called when I execute the command `vpic run`?",
    "How do I list all network providers using FiInfo?",
    "How does `test_summary_device_type_aggregation` confirm that device types are "
    "aggregated across nodes?",
    "What output is produced by `Pkg.show_paths({'conf': True})` and why?",
    "How do I start the Echo application?",
    "How does OpenMpiExec handle hostfile specification?",
    "What command does `spack load lammps` perform?",
    "What does the command `jarvis mod prepend custom-package PATH=\"$(jarvis mod root "
    "custom-package)/bin\"` do?",
    "What does the `TextFile.save()` method do?",
    "How do I create a new custom package with jarvis?",
    "What happens when the YAML output from `pylsblk` is empty for a host?",
    "How do I load the Hermes runtime module?",
    "Which common parameters are guaranteed to be present in a Pkg's menu according to "
    "test_configure_menu_includes_common_params()?",
    "What command specifies a sleep of 10 seconds before starting hermes_run?",
    "What command initializes jarvis?",
    "How do I run pdf_calc with 8 processors on data.txt to produce results.txt using 50 "
    "bins?",
    "What happens when you pass a `mountpoint` option to `MkfsZfs`?",
    "How do I configure ScpExecInfo with a hostfile?",
    "What environment information is passed to PsshExecInfo in the stop() method?",
    "How does `MkfsZfs.__init__` build the command to create a ZFS filesystem?",
    "How do I add a custom directory to LD_LIBRARY_PATH using the YAML configuration?",
    "What does the SparkExec constructor do to build the spark-submit command?",
    "How does Filebench handle the workload file?",
    "How do I kill all processes owned by the current user on remote hosts?",
    "How does the Echo class handle special characters in the text it echoes?",
    "In what way does `LocalExecutor` merge environment variables for the subprocess?",
    "How do I build an environment profile with jarvis?",
    "What does the `PyLsblk.wait()` method do?",
    "What behavior does the `MpiExec` class exhibit when running the command `python3 "
    "print_env.py CUSTOM_VAR`?",
    "How does the `pkg_instance.configure(deploy_mode='default')` method prepare the "
    "package instance for execution?",
    "What error does MpiExec raise if the total nprocs requested exceeds the available "
    "nprocs?",
    "What are the options for the `jarvis rg build` command?",
    "What does the `__init__` method of the `PickleFile` class do?",
    "What does the LocalExec constructor accept as parameters?",
    "What command does jarvis mod prepend use to set an environment variable for the "
    "current module?",
    "How do I define a fileset named bigfileset with 20,000 256k files?",
    "What parameters does the PostWrf configurator accept and what are their defaults?",
    "Why does the `strip_ips` flag trigger a `NetTest` call in `find_net_info()`?",
    "How do I view the hosts in the subset returned by `hostfile.subset(3)`?",
    "How do I configure the directories for jarvis init?",
    "Why does `start()` log \"[RUN] (skipping) {pkg.pkg_id}: Start\" when `pkg.skip_run` "
    "is True?",
    "What does the `Pkg.show_paths()` method output when called with the flags "
    "`{'conf_dir': True, 'shared_dir': True, 'priv_dir': True}`?",
    "How does MemoryDebugger modify `LD_PRELOAD` for AddressSanitizer?",
    "What mechanism does `test_pssh_env_forwarding` use to verify environment variable "
    "propagation to SSH executors?",
    "How does the `_configure` method prepare the Adios2 configuration for PostWrf?",
    "How does `CrayMpichExec` include global environment variables when only a single "
    "command is executed?",
    "How can I configure Mkdir to create parent directories when creating a remote "
    "directory?",
    "How does `_label_user_mounts()` determine whether a mount requires root privileges?",
    "How does `MyArgParse` handle boolean keyword arguments like `--make_figures=true` or "
    "`--make_figures=false`?",
    "How do I configure the PYFLEXTRKR_PATH environment variable for pyflextrkr?",
    "What is the exact syntax for removing a container using jarvis?",
    "How do I launch the DataStagein application with user data paths?",
    "How does `PodmanContainerExec` store the results of the executed command?",
    "Are there any security considerations when using the `load` method of `PickleFile`?",
    "How do I initialize the Jarvis environment?",
    "Why does the package counting logic exclude directories named `__pycache__`?",
    "How do I install CosmicTagger and its requirements?",
    "What does `expand_env()` do when it receives a string?",
    "How do I write a test that runs a CLI command?",
    "What parameters does `_get_package_default_config` accept and what does it return?",
    "How does `get_builtin_repo_path()` determine the repository path when the package is "
    "installed via pip?",
    "How does `start()` handle a package that does not have a `start` method?",
    "How do I use the GrayScott configurator to set the simulation grid size?",
    "How does `_load_package_instance` handle environment variable setup for the package "
    "instance?",
    "What happens when `clear_module` is called on a module that does not exist?",
    "How does `_generate_pipeline_container_yaml()` exclude deployment configuration keys "
    "from the package entries?",
    "What command configures the module installation prefix for zlib?",
    "What does the ContainerExec class constructor do and how does it select the delegate "
    "runtime?",
    "Under what conditions does `_set_opt()` merge a new list into an existing keyword "
    "argument instead of replacing it?",
    "Does `expand_env()` modify its input data structures in place or return new copies?",
    "What are the options for the `shm_container` property in the Pipeline?",
    "How does `MyArgParse` handle arguments that are not defined in `add_args`?",
    "How do I build AMReX with HDF5, particles, PIC, shared libraries and install it to a "
    "custom location?",
    "What does `_get_container_manifest_path` return and when can it raise an error?",
    "What command installs hermes_shm with its dependencies?",
    "What does the `jarvis pipeline append` command do and how can I use it?",
    "How does `_generate_container_ppl_yaml()` handle interceptors that are defined in "
    "the package configuration?",
    "How do I load py-ppi-jarvis-cd after installing it?",
    "How does the `test_remainder_with_keep_remainder_false` test confirm that extra "
    "arguments are ignored when `keep_remainder=False`?",
    "What is the purpose of the `wait` method in `Exec` and how does it work?",
    "How do I create a Hostfile that resolves hostnames?",
    "How does `find_all_packages()` structure its returned dictionary?",
    "How do I create a SizeType from gigabytes and assign it to a variable?",
    "What does the `show_readme()` method do when the package directory (`pkg_dir`) is "
    "not set?",
    "How do I configure the redshift range for Nyx LyA in the pipeline?",
    "What does `add_repo()` do when the repository path already exists and the force flag "
    "is set to False?",
    "How can I verify that the correct versions of HDF5 and MPICH are loaded?",
    "What is the return value of `list_packages_in_repo` when the repository contains no "
    "packages?",
    "How does the `test_mod_dep_add` test confirm that the TCL file has been regenerated "
    "after adding a dependency?",
    "What does the `SmallGroupBy.first()` method do, and how is it implemented?",
    "How does `create_test_repo` handle the repository path if none is provided?",
    "What is the purpose of `get_dbg_cmd()` and how does it handle LD_PRELOAD?",
    "How do I set the experiment input path for my ARLDM run on the Ares cluster?",
    "How does the test_env_build_with_variable method verify that the variable X was set?",
    "How do I set the MY_APP_HOME environment variable in the package’s configure "
    "method?",
    "What command is executed to run the OpenMM simulation and how is it constructed?",
    "What happens if `prepend_env` is called with a variable that doesn't exist in the "
    "environment?",
    "How does `_load_package_instance` determine the class name from the package name?",
    "What does `find_repo_path()` return when the repository does not exist?",
    "How do I verify that gdown is installed?",
    "What does the test method `test_get_cmd` confirm about the `LocalExec.get_cmd()` "
    "method?",
    "What happens when the `repo add` command receives a repository path that already "
    "exists and the force flag is not set?",
    "How does the package file for an application differ from a service package in terms "
    "of base class and method signatures?",
    "What does the `remove_repository_by_name` method return and how does it affect the "
    "configuration?",
    "What are the options for the jarvis env build command?",
    "How does the `MyPkg` class inherit functionality from its parent?",
    "How does the `test_application_initialization` method ensure that Application is a "
    "subclass of Pkg?",
    "Why does `test_stdio_basic_mpi()` use `nprocs=2` while the other test methods use "
    "`nprocs=1`?",
    "How does Jarvis automatically load the resource graph?",
    "How does the `size_to_bytes` function handle decimal numbers with a unit suffix "
    "according to the test `test_decimal_with_suffix`?",
    "What happens in `_import_recurse` when the file is a `__init__.py`?",
    "What does the `get_all_nodes()` method return when the graph has no nodes?",
    "In what scenarios would the `process.poll()` method return `None`, and how is this "
    "used in `kill()`?",
    "Where does `_add_package_to_container()` store the package's deploy mode in the "
    "container manifest?",
    "How do I run the Gray-Scott pipeline with jarvis?",
    "How does `JutilManager` enforce the singleton pattern?",
    "What is the structure of a Jarvis hostfile?",
    "What does the round‑trip test (`test_save_load_roundtrip`) demonstrate about "
    "saving and loading a graph?",
    "What does the clean method do for OrangeFS?",
    "What options does vist_img_download.py accept, and what do they do?",
    "What role does the `keep_remainder` flag play in command parsing, as illustrated by "
    "`test_remainder_with_keep_remainder_false`?",
    "How do I specify the path to a custom resource graph when using Jarvis?",
    "What is an n-bit datatype in HDF5?",
    "In HDF5, what happens when the datatype object is no longer needed?",
    "In HDF5, what happens if the file datatype is different but compatible?",
    "In HDF5, what happens if the flag for `H5Fopen` is set to `H5F_ACC_RDONLY`?",
    "How can you create a user-defined atomic datatype in HDF5?",
    "How can an object be renamed in HDF5?",
    "Why can complex nested compound datatypes be created in HDF5?",
    "In HDF5, how do you discover the storage format of data in a dataset?",
    "In HDF5, how can you access an attribute by its name?",
    "What are symbolic links in HDF5?",
    "In HDF5, how can you transform data from floating-point to integer?",
    "What is a datatype class in HDF5?",
    "What do `H5Pget_external_count` and `H5Pget_external` do in HDF5?",
    "How may a small dataset be stored in HDF5?",
    "How is text data represented in HDF5?",
    "When is a fill value set in HDF5?",
    "What is the ROS3 driver used for in HDF5?",
    "How is the application data organized in HDF5?",
    "What does the `H5Treclaim` call do in HDF5?",
    "What does a compound datatype define in HDF5?",
    "What happens when data is written or read to or from an HDF5 file?",
    "How is the conversion of data elements controlled in HDF5?",
    "When must `H5Adelete` not be called in HDF5?",
    "How do you obtain an attribute's name in HDF5?",
    "What happens if the Szip encoder is enabled with the HDF5 library?",
    "In HDF5, how do you find the size of a scalar derived type?",
    "In HDF5, how can you store references to regions of a dataset?",
    "In HDF5, how will a group be created by default?",
    "How is partial I/O defined in HDF5?",
    "When must chunks be allocated in HDF5?",
    "What is a path name in HDF5?",
    "How do you use selections in HDF5?",
    "How can an existing HDF5 file be split into a family of files?",
    "Which built-in filters are there in HDF5, and what does each one mean?",
    "When is a full understanding of the VFL necessary in HDF5?",
    "How can you ensure the integrity of HDF5 objects and release system resources?",
    "How can a link be removed in HDF5?",
    "In HDF5, how can the fill value for a dataset be retrieved?",
    "How is the datatype for a dataset stored in HDF5?",
    "In HDF5, what is the basic procedure to write to a dataset?",
    "What does the function `printGroup` do?",
    "What does the function `determine_implementation` do?",
    "What does the function `create_build_dir` do?",
    "What is the enumeration `H5Z_filter` for?",
    "Which two Java implementation artifacts does HDF5 provide?",
    "What is the class `HDF5FileCreate` for?",
    "What is the HDF Group?",
    "If an HDF5 dataset is chunked and compressed, how does the library find the chunk "
    "that an element is in?",
    "What happens to the objects of an HDF5 file that are still open when the application "
    "calls `H5Fclose`?",
    "Does HDF5 copy the application's buffer, or does `H5Dwrite` use it directly?",
    "When two applications open the same HDF5 file for writing, what can happen to it?",
    "How does the HDF5 library know which filter pipeline to use for a chunk when it "
    "reads a dataset?",
    "In an HDF5 program that uses a family of files, which function sets the size of each "
    "member?",
    "Why should an application close every attribute that it opens with `H5Aopen`?",
    "How do I tell the HDF5 library to keep a whole file in memory with the core driver?",
};

}  // namespace generator::qa
