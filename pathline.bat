@echo off
rem Pathline's launcher on Windows: pathline --help. This file finds a Python for lib\launcher, which does the work.
setlocal
set "python="
for %%p in (python python3 "py -3") do if not defined python %%~p -c "import sys; sys.exit(sys.version_info < (3, 9))" >nul 2>nul && set "python=%%~p"
if not defined python goto missing
%python% -B "%~dp0lib\launcher" %*
exit /b %errorlevel%
:missing
echo pathline: no Python (3.9 or newer) is on the PATH; this launcher and Jupyter are written in it. 1>&2
echo     conda: conda env create -f environment.yml, then conda activate pathline 1>&2
exit /b 1
