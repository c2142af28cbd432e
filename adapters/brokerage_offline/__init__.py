"""The working local twin of every port: nothing leaves this machine, and the pages say so."""
