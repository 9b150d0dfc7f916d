# Windows: the wizard on a page of this computer alone, shown by Edge in kiosk mode. NOT TRIED, see docs/deployment.md.
# Start it at the sign-in of the kiosk's own user (Task Scheduler, or the shell of that user).
param([ValidateSet("demo", "ntuh")][string]$Which = "demo")

$Python = "C:\Program Files\ntuh-onboard\Scripts\python.exe"
$Edge = "${env:ProgramFiles(x86)}\Microsoft\Edge\Application\msedge.exe"
$Address = Join-Path $env:LOCALAPPDATA "ntuh-onboard.address"
$Folders = Join-Path $env:TEMP "ntuh-onboard-edge-"

while ($true) {
    Remove-Item $Address -ErrorAction SilentlyContinue
    $Server = Start-Process $Python -ArgumentList "-I", "-m", "ntuh_onboard", "serve", $Which, "--url-file", "`"$Address`"" -PassThru -WindowStyle Hidden
    while (-not (Test-Path $Address) -and -not $Server.HasExited) { Start-Sleep -Milliseconds 200 }
    if ($Server.HasExited) { Start-Sleep -Seconds 10; continue }
    # The address works once. Whenever Edge ends, it has changed, and the new one stands in the file.
    while (-not $Server.HasExited) {
        $Url = (Get-Content $Address -TotalCount 1)
        # A folder of its own for each change: an Edge that runs already would be given the address and this one end at
        # once, and nothing of one student is there for the next. What could not be removed goes with a later change.
        Remove-Item "$Folders*" -Recurse -Force -ErrorAction SilentlyContinue
        $Own = $Folders + [guid]::NewGuid()
        $Page = Start-Process $Edge -PassThru -ArgumentList "`"--user-data-dir=$Own`"", "--kiosk", $Url,
            "--edge-kiosk-type=fullscreen", "--kiosk-idle-timeout-minutes=0", "--no-first-run",
            "--disable-features=msEdgeSidebarV2"
        # Nobody can close Edge here: where the server ends, its page must go too, or it would stand there for ever.
        while (-not $Page.HasExited -and -not $Server.HasExited) { Start-Sleep -Milliseconds 500 }
        if (-not $Page.HasExited) { Stop-Process -Id $Page.Id -Force }
        Start-Sleep -Seconds 1
        Remove-Item "$Folders*" -Recurse -Force -ErrorAction SilentlyContinue
    }
}
