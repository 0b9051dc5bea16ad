# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash disable=SC2034,SC2154  # what ./run sets and reads
# What ./run says, in both languages: en[key] and zh[key], with %s for values.
declare -A en zh

en[usage]='Usage: ./run VERB [OPTIONS]

  demo     installs what is missing, builds, runs the bundled study, says where the report is
  test     installs what is missing, builds, runs every test
  check    sanitizers, fuzzing, second compiler, same bits everywhere, scripts
  bench    times the bundled study and the slowest parts
  build    builds the program: build/release/app/cli/tidu
  clean    removes build/ and nothing else
  help     this text

  --yes          install without asking
  --no-install   install nothing; say what is missing
  --dry-run      say what would be done and do nothing
  --jobs N       compile N files at once
  --lang en|zh   language of what is said'
zh[usage]='用法：./run 命令 [选项]

  demo     安装缺少的软件包，构建，运行自带研究，并给出报告位置
  test     安装缺少的软件包，构建，运行全部测试
  check    内存与线程检查、模糊测试、第二个编译器、逐位一致、脚本检查
  bench    测量自带研究和最慢部分的用时
  build    构建程序：build/release/app/cli/tidu
  clean    只删除 build/
  help     本说明

  --yes          不询问直接安装
  --no-install   不安装，只列出缺少的软件包
  --dry-run      只说明将做什么，不执行
  --jobs N       同时编译 N 个文件
  --lang en|zh   提示语言'
en[unknown]='There is no "%s". See ./run help.'
zh[unknown]='没有“%s”。请看 ./run help。'
en[sudo]='Do not use sudo here: the files that are built would belong to root. Run ./run as yourself; it asks before it installs.'
zh[sudo]='请不要用 sudo 运行：构建出的文件会归 root 所有。请以普通用户运行 ./run，安装前会先询问。'
en[locked]='Another ./run is at work here (process %s). Wait until it ends.'
zh[locked]='这里已有另一个 ./run 在运行（进程 %s）。请等它结束。'
en[space]='This needs about %s MB in %s; %s MB are free. Make room, or remove old builds with ./run clean.'
zh[space]='需要约 %s MB 空间（%s），现有 %s MB。请清理磁盘，或用 ./run clean 删除旧的构建。'
en[lacks]='Missing packages: %s'
zh[lacks]='缺少软件包：%s'
en[other]='This is not Debian 12, so nothing is installed. Install what is missing with your own package manager (the names above are those of Debian), then use --no-install: the build goes on and says what it does not find.'
zh[other]='当前系统不是 Debian 12，因此不会安装任何软件包。请用系统自带的包管理器安装（以上为 Debian 的包名），然后加上 --no-install：构建会继续，并指出找不到的内容。'
en[nothing_installed]='Nothing was installed (--no-install).'
zh[nothing_installed]='没有安装任何软件包（--no-install）。'
en[reason]='To do "%s" these packages are needed. This will be run:'
zh[reason]='执行“%s”需要这些软件包，将运行：'
en[size]='%s'
zh[size]='%s'
en[size_unknown]='The size is known once the package lists are there.'
zh[size_unknown]='取得软件包列表后才能知道大小。'
en[ask]='Go on? [y/N] '
zh[ask]='继续吗？[y/N] '
en[declined]='Nothing was installed.'
zh[declined]='没有安装任何软件包。'
en[no_terminal]='There is no terminal to ask on. Use --yes if this may be installed.'
zh[no_terminal]='没有可询问的终端。若允许安装，请加上 --yes。'
en[install_failed]='Installing failed. The log: %s'
zh[install_failed]='安装失败。日志：%s'
en[again]='That failed. The package lists may be old: they are read again, then it is tried once more.'
zh[again]='安装失败。软件包列表可能已过期：重新读取后再试一次。'
en[still]='Still missing after installing: %s'
zh[still]='安装后仍然缺少：%s'
en[would]='would run: %s'
zh[would]='将运行：%s'
en[failed]='%s failed. The log: %s'
zh[failed]='%s 失败。日志：%s'
en[report]='The report: %s'
zh[report]='报告：%s'
en[open]='Open it in a browser; it needs no network.'
zh[open]='请用浏览器打开，无需联网。'
en[built]='Built: %s'
zh[built]='已构建：%s'
en[cleaned]='build/ is removed.'
zh[cleaned]='已删除 build/。'
en[clean_nothing]='There is no build/ to remove.'
zh[clean_nothing]='没有 build/ 可删除。'
en[no_web]='The packages of the browser tests could not be fetched (npm ci).'
zh[no_web]='无法获取浏览器测试所需的包（npm ci）。'

# say KEY VALUE...: a line on stderr.
say() {
  local -n texts=$language
  local key=$1
  shift
  # shellcheck disable=SC2059  # the texts hold the placeholders
  printf "${texts[$key]}\n" "$@" >&2
}
