/** What tests of faults share: a disk that is soon full, and a process that can be killed. */
package hourglass.fault;
